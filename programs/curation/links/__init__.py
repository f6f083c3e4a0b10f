"""Whether the links of programs still answer, asked politely and never of private addresses."""
