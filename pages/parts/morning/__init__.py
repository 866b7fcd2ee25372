"""What the screen *Morning report* is made of; no other screen imports it.

- ``today``: what is to be decided, each with the way to where that is done.
- ``yesterday``: what happened on the day before, with the sums of run log and record log.
"""
