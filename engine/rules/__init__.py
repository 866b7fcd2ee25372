"""Pure rules: no I/O and no clock. They import the standard library, the model and the errors.

- ``queue``: who gets the stock. Begin here. ``settling``: a walk made again until it changes nothing.
- ``shortages``: what the prompt at entry asks (R6 to R10). ``typed_lines``: what a line of typing can mean.
  ``counting``: goods counted as they are scanned.
- ``explaining``: why a line has what it has (R41). ``counterfactuals``: what would fill it. ``joint``: what
  of several LICs would. ``unpinning``: which pins are in its way. ``shelf``: who took what lay there.
  ``stepping``: what a walk did in each turn. ``filling``: when each waiting unit is filled (R40).
- ``pools``: how far a change in one pool reaches (R43).
- ``holds``: why, by whom and until when something gets nothing (R45).
- ``give_back``: who returns how much when an action is undone.
- ``running_balance``: what is wanted takes from stock, what is coming adds to it, day by day.
- ``replenishing``: when a pool is ordered for, and how much (R36). ``calendar``: when a sweep is due (R26).
- ``lifecycle``: which state may follow which (R31, R39).
- ``header``: the fields of an order's head. ``field``: what a field is. ``preference``: what a preference is.
- ``letters``: what a customer is told, in words. ``addresses``: what an e-mail address can be. ``texts``:
  what a typed text becomes before it is stored. ``enumeration``: several names in a sentence.
- ``profile``: how a file that others write is read. ``profile_text``: that as JSON. ``shops``: those that
  come with the program.
"""
