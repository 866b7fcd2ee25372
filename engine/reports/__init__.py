"""What the pages and exports read; nothing in here writes a row that stays.

- ``added_up``: what each balance of a LIC is added up from.
- ``ahead``: how the stock of a LIC runs from today on.
- ``backlog``: the figures and charts of the home page.
- ``backorders``: every line that waits, with its reason.
- ``between``: what changed between two days, in sentences.
- ``bought``: what was ordered for a line and goes to somebody ahead.
- ``buyer``: what to order today, from whom, for whom (R44).
- ``coverage``: what of it is free, on order, or not ordered.
- ``demand``: one LIC: its queue, balances and history.
- ``elsewhere``: what is short here and lies free in another warehouse (R47).
- ``explain``: why a line has what it has (R41). ``explanation``: what there is to say of one.
- ``fill_rate``: how much of what was ordered had its stock at once.
- ``firm``: what lies there and nobody who waits can have (R22).
- ``in_queue``: where a waiting line stands among the units that wait, and how far what comes reaches.
- ``leaving``: when a Complete order can leave (R40).
- ``morning``: what happened on the day before, and what is to be decided today.
- ``paused``: why paused lines get nothing (R45).
- ``policies``: every policy on the desk's own orders (R43).
- ``remedy``: what would help a line that waits, in sentences.
- ``slicing``: what the figures of the backlog are narrowed to.
- ``stranded``: units that lie for orders that cannot ship.
- ``switching``: what a change of a preference would touch.
"""
