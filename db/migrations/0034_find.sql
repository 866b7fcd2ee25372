-- What a *Find* box looks for: every word of it stands somewhere in a text, in capitals or not. The first word is asked for
-- by itself, since a list of words costs five times a search and most texts have not even one of them.
create macro words_of(text) as regexp_split_to_array(lower(trim(text)), '\s+');
create macro mentions(text, words) as contains(lower(text), words_of(words)[1])
    and list_bool_and(list_transform(words_of(words), lambda word: contains(lower(text), word)));

-- The letters that lie there. For acknowledgements, the lines of the orders that they are about are asked, and not all lines.
create or replace view letter_draft as
select *
from notice n
where n.state = 'draft' and (n.kind = 'news'
    or (n.kind = 'acknowledgement' and n.order_id in (
        select a.order_id
        from notice a
        semi join order_line l on l.order_id = a.order_id and l.state = 'backordered'
        where a.state = 'draft' and a.kind = 'acknowledgement'
    ))
    or (n.kind = 'question' and n.notice_id in (select notice_id from open_question)));
