"""Every sentence that a finding can say, one a case: what it asks, and what the person said.

Plain words, whole sentences, "it" for the program and "you" for the person. What is not met says
what would change it, if anything does. Nothing here decides anything.
"""
