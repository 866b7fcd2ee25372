"""What several screens share; what one screen alone is made of is in the package that bears its name.

- The desk: ``desk``, ``readings`` (answers kept), ``shell`` and ``sidebar`` (around every page), ``loaded``
  (what stays until the server ends), ``doorkeeper``, ``about`` (the menu, the keys), ``first_steps`` (of an
  empty desk).
- Acts: ``dialogs``, ``confirm`` (shown first from whom it takes), ``preview`` with ``preview_tables``,
  ``undo_buttons``, ``reply`` (what customers answer), ``sweep_button``, ``order_it``, ``priority_dialog``,
  ``hold_dialog``, ``late_dialog``, ``pinning``, ``steps`` (of what takes long), ``shortage``,
  ``adjust_form``, ``transfer_form``, ``receiving`` (a receipt), ``import_files`` with ``profile_choice`` and
  ``profile_form``,
  ``export``, ``paper`` (*Print*).
- Tables and charts: ``tables`` with ``answers`` and ``widths`` (what answers is seen whole),
  ``backlog_tables``, ``log_table``, ``run_table``, ``charts`` with ``vega`` (a chart on its way to the
  browser), ``siblings`` (a split line as one row), ``fact_row``,
  ``explain_drawer`` with ``queue_picture``, ``selected`` (what is done with rows that are ticked),
  ``forecast_view`` (what a receipt fills), ``lic_figures`` (what a LIC in a row says of itself).
- Fields: ``command_field`` (on every page), ``fields``, ``head_fields``, ``line_box``, ``counting`` and
  ``scan_field`` (what a scanner types), ``finding`` (*Find*), ``query`` (filters in the address),
  ``views`` (of a list, with counts) and ``own_views`` (kept under a name), ``pickers``, ``focus``.
- Words: ``formats``, ``facts``, ``literal`` (what was typed is never Markdown), ``links``, ``lic_link``,
  ``style``.
"""
