"""Documents into something to hand out: papers and keys as PDF, feedback as HTML."""
