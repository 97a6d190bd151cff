"""The gradebook: everything that happens to an answer until its grade stands, in a database that only grows."""
