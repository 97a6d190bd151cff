"""What a question is: its asks, its parameters and how they are drawn, its misconceptions."""
