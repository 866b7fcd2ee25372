"""What the business does. Nothing in here knows Streamlit. The rooms, top floor first:

- ``cli``: the command line, every use case without a browser.
- ``service``: the processes of a running desk: supervisor, scheduler, their children.
- ``demo``: ten weeks of a made-up company. ``plan``: the queue as a batch over files of a lake.
- ``interchange``: files in and out. ``undo``: actions taken back. ``store``: opens the one desk,
  its transactions guarded, its sweeps scheduled.
- ``paper``: picking lists, packing slips, labels, purchase orders and the morning report, to be printed.
- ``next_acts``: what one act would release most, or avert most.
- ``sweeps``: runs and their schedules, the closing of the day. ``reports``: what pages and exports read.
- ``desk``: how a desk begins, its copies. ``whatif``: edits tried out, or done as shown.
- ``replenishment``: what to order (R35 to R38).
- ``buying``: what waits uncovered, put on purchase orders, and for whom (R44).
- ``supply``: purchase orders, receipts, late ones.
- ``returns``: goods that come back from customers.
- ``stock``: on hand, adjustments.
- ``orders``: from draft to closed. ``past``: the desk on any day, runs replayed.
- ``allocation``: settling: read what an event touches, let the policy decide, write the difference, log it.
- ``shipments``: from printed to shipped. ``notices``: letters to customers.
- ``line_states``: a line split or moved to another state, its order closed or re-opened.
- ``promises``: by when what waits is filled, part by part.
- ``queues``: the queue of each pool, read and walked. ``proof``: what must always hold.
  ``warehouses``: made, renamed, closed.
- ``catalogue``: LICs, customers, vendors, warehouses. ``parts``, ``money``: how parts and sums are said.
- ``preferences``: how the desk behaves. ``profiles``: how files that others write are read.
  ``views``: filters of lists, kept under a name.
- ``guards``: what no writer may leave behind. ``codes``: records by the codes people type. ``numbers``: those
  that are given in turn.
- ``log``: the record log.
- ``counting``: goods as they are scanned.
- ``quantities``, ``settings``: units read and said; which file, who acts. ``rows``: what an order, a line,
  a LIC is once it is found. ``alike``: rows that are alike, put into words once.
- ``rules``: the business itself, pure: no database, no clock. Begin with ``rules.queue``.
- ``model``, ``errors``, ``days``: words, sentences, the desk's day. ``signals``, ``machine``: small files
  beside the desk, what the machine refuses. ``unforeseen``: what nobody foresaw is written down.
  ``progress``: what long work says of itself.

A room uses the floors below it, never one above or beside it: a contract in pyproject.toml, held by
``make check``.
"""
