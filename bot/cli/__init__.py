"""The commands: one small function each, a face of functions that live elsewhere.

A command takes the parsed arguments and returns the exit status: 0 done, 1 something failed or was found
wrong; status 2 is `ConfigError`, raised. Results go to standard output, everything else to standard error.
"""
