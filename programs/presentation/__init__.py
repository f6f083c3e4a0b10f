"""What pages say of a program, as plain values for templates: no queries of its own, no clock."""
