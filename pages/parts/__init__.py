"""What several screens share; what one screen alone is made of is in the package that bears its name.

The desk, and what surrounds every page:

- ``desk``: one session per server; failures are sentences, never traces.
- ``readings``: answers that are kept as long as the desk is as it was.
- ``shell``, ``sidebar``: the list of pages and the title; who acts, whether the sweeps run.
- ``loaded``: what pages have loaded stays until the server ends.
- ``doorkeeper``: who is let in. ``static_files``: what every new tab needs, kept in memory.
- ``about``: the menu and the keys.
- ``first_steps``: what an empty desk still lacks.

Acts:

- ``dialogs``: questions, at most one open.
- ``confirm``: acts shown first with whom they take from; ``preview`` and ``preview_tables`` show it.
- ``undo_buttons``: undo, with a look at it first.
- ``selected``: the bar for rows that are ticked.
- ``priority_dialog``, ``hold_dialog``, ``late_dialog``: a priority, a hold, a late purchase order.
- ``pinning``: lines pinned, or let go.
- ``shortage``: the two answers to a shortage.
- ``customer_answer``: what customers answer when a day slipped.
- ``order_it``: what nobody ordered, onto purchase orders; ``opening_pos`` opens these.
- ``receiving``: a receipt.
- ``adjust_form``, ``transfer_form``: a count by hand, a transfer.
- ``sweep_button``: a sweep at the press of a button.
- ``import_files``: a file tried out and brought in; ``profile_choice``, ``profile_form``: how it is read.
- ``export``, ``paper``: a table as a file; what can be printed.
- ``steps``: what takes long, step by step.

Tables and charts:

- ``tables``: every table; ``answers`` and ``widths`` see that what answers is seen whole.
- ``backlog_tables``, ``log_table``, ``run_table``: what waits, the record log, the runs.
- ``siblings``: a split line as one row.
- ``fact_row``: facts side by side.
- ``charts``, ``vega``: charts, and how they travel to the browser.
- ``explain_drawer``: why a line has what it has; ``queue_picture`` draws who is ahead.
- ``forecast_view``: what the next sweep, or a receipt, would give.
- ``lic_figures``: what a LIC in any row says of itself.

Fields:

- ``command_field``: goes to a record, or does what the command line does; on every page.
- ``fields``, ``head_fields``: the widget of a field; those of an order's head.
- ``line_box``: the row in which a line is typed.
- ``scan_field``, ``counting``: what a scanner types: a number that opens, goods that are counted.
- ``pickers``, ``vendor_dialog``: a LIC, a customer, a vendor, a warehouse by its code; a new vendor, and
  the vendor of a LIC that has none. ``lic_dialog``: a new LIC.
- ``finding``: *Find*.
- ``query``: filters in the address.
- ``views``, ``own_views``: the views of a list with their counts; filters kept under a name.
- ``focus``: the cursor where the next word is typed.

Words:

- ``formats``, ``facts``: how things are written; what each number counts.
- ``literal``: what people typed is never read as Markdown.
- ``links``, ``lic_link``: from one page to another; to a LIC with its balances.
- ``style``: the few things that no option of the theme reaches.
"""
