"""The processes of a running desk.

- ``supervisor``: ``backorder up``, which starts the pages and the scheduler.
- ``keeper``: a child that dies is started again.
- ``child_process``: a program that ends when whoever started it is gone.
- ``scheduler``: the sidecar that runs the sweeps when they are due.
- ``watcher``: takes in what is dropped into a folder.
"""
