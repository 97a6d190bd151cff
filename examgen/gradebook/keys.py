"""What may be typed at each answer, as help and commands list it."""

ENTERING = """\
  Enter           the answer is the one shown, which is correct
  0.25            any other answer, as it is on the paper; letters for ticks
  -               nothing was written
  !               the answer is illegible
  17 =1.5 why     the answer, its points and the reason; =1.5 gives only points
  undo            undo the last answer
  skip            leave this answer for later
  done            leave this paper for now
  q               stop; everything typed is kept"""

REVIEWING = """\
  1.5 [comment]   give points
  a [comment]     accept: the answer counts as correct, with full points
  r1 [comment]    use reading 1; the points then follow from the rules
  c comment       comment for the student; the answer stays pending
  w               show the question and its worked solution
  s, or Enter     skip it for now
  u               undo the last decision
  q               stop; decisions are kept"""
