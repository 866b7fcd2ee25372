"""What the screen *Preferences* is made of; no other screen imports it.

- ``rules``: a switch or a field for each preference. ``policy``: who gets stock. ``mail``: the mail server.
- ``schedules``: when each sweep runs. ``schedule_form``: changing that. ``warehouses``: where stock lies.
- ``export_desk``: a backup of the desk, its tables as files.
- ``unsaved``: what is chosen and not saved yet, kept and marked in each of them.
"""
