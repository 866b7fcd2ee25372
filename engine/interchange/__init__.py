"""Files in and out: every kind of docs/interchange.md, as CSV, Excel or Parquet.

Files in, from the bytes to the desk:

- ``importing``: the whole way. Begin here. ``kinds``: the columns of each kind, and how headers find them.
- ``reading``: a file as a sheet of text. ``limits``: how much it may hold. ``decoding`` and ``separated``:
  CSV. ``unpacking``, ``excel`` and ``excel_values``: workbooks. ``columnar``: Parquet. ``gathering``: from
  records to a sheet.
- ``shaping``: a file that others write, read by a profile. ``written_days``: its days. ``making``: the
  customers and LICs that it names. ``guessing``: what its columns may be.
- ``cleaning``: codes and texts cleaned as everywhere else. ``parsing``: from text to exact values.
  ``numbers``: numbers as people write them.
- ``import_catalogue``, ``import_orders``, ``import_stock``, ``import_supply``, ``import_preferences``: what
  each kind does to the desk. ``import_known``: records that the desk has already. ``updating``:
  the differences of a newer file, taken over.
- ``refusals``: what can be wrong, a sentence each. ``bad_rows``: many of them in few sentences. ``reports``:
  what came of an import.
- ``inbox``: the folders of a watched folder. ``taking``: one file of it, taken in once or sent back.

Files out: ``exporting`` has what each kind answers with, ``handover`` those that are files in as well,
``writing`` makes the file. ``whole_desk`` moves all of a desk as a folder, which ``desk_folder`` looks at
first; ``contents`` says what lies in its tables.
"""
