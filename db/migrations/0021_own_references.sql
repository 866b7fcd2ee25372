-- What a file out calls a movement or a receipt to which nobody gave a reference: 'shipment 51 of 2026-03-02 09:05:00'. The
-- desk knows it again by that, should the file come back.
create macro own_reference(kind, id, instant) as format('{} {} of {}', kind, id, strftime(instant, '%Y-%m-%d %H:%M:%S'));
