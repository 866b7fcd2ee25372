-- A number in a sentence, with a comma between thousands: 25, 1,250.5. In files, and as a value of the record log, it is
-- ``plain``.
create macro in_words(qty) as if(abs(qty) < 1000, plain(qty),
    concat(if(qty < 0, '-', ''), format('{:,}', trunc(abs(qty))::hugeint), regexp_extract(plain(qty), '[.].*$')));
