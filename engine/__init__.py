"""What the business does. Nothing in here knows Streamlit. The rooms, top floor first:

- ``cli``: the command line, which has every use case without a browser.
- ``service``: the processes of a running desk: supervisor, scheduler and their children.
- ``demo``: ten weeks of a made-up company. ``plan``: the queue as a batch over files of a lake.
- ``interchange``: files in and out. ``undo``: actions taken back. ``store``: opens the one desk, with its
  transactions guarded and its sweeps scheduled.
- ``paper``: picking lists, packing slips, labels, purchase orders and the morning report, for printing.
- ``next_acts``: the acts that would release most, or avert most.
- ``sweeps``: runs and their schedules, and the closing of the day. ``reports``: what pages and exports read.
- ``desk``: how a desk begins, and its copies. ``whatif``: edits tried out, or done as shown.
- ``replenishment``: what to order (R35 to R38).
- ``buying``: what waits uncovered, put on purchase orders, and for whom (R44).
- ``supply``: purchase orders, transfers and receipts, and which of them are late.
- ``returns``: goods that come back from customers.
- ``stock``: on hand, and adjustments to it.
- ``orders``: from draft to closed. ``past``: the desk on any day, and runs replayed.
- ``allocation``: settling: read what an event touches, let the policy decide, write the difference, log it.
- ``shipments``: from pending to shipped. ``notices``: letters to customers.
- ``line_states``: a line split or moved to another state, and its order closed or opened again by that.
- ``promises``: when what waits will be filled, part by part.
- ``queues``: the queue of each pool, read and walked. ``proof``: what must always hold, checked.
  ``warehouses``: made, renamed, closed and opened again.
- ``catalogue``: LICs, customers, vendors and warehouses looked up, added and changed. ``parts``: the parts of
  a promise in words. ``money``: sums in the desk's currency.
- ``preferences``: how the desk behaves. ``profiles``: how files that others write are read.
  ``views``: filters of lists, kept under a name.
- ``guards``: what no writer may leave behind. ``codes``: records found by the codes that people type.
  ``numbers``: the next number of an order, a purchase order or a transfer.
- ``log``: the record log.
- ``counting``: goods counted as they are scanned.
- ``quantities``: units read and spelled. ``settings``: which file, and who acts. ``rows``: what an order, a
  line, a LIC is once it is found. ``alike``: rows that are alike, put into words once. ``together``: several
  of a kind, refused together.
- ``rules``: the business itself, pure: no database, no clock. Begin with ``rules.queue``.
- ``model``, ``errors``, ``days``: the words, the refusals, the desk's day. ``signals``: small files beside
  the desk. ``machine``: what the machine refuses. ``unforeseen``: errors that nobody foresaw, written down.
  ``panics``: which those are. ``progress``: what long work says of itself.

A room uses the floors below it, never one above or beside it: a contract in pyproject.toml, held by
``make check``.
"""
