-- Sequences are drawn from by members too, whose transactions run under the bound role (0590) where that is there.
do $$ begin
  grant usage on sequence custody_event_no, custody_lot_no to cupel_member;
exception
  when undefined_object then null;
  when insufficient_privilege then null;
end $$;

comment on column custody_event.kind is 'what the event does; of a correction, the kind of the line that now counts';
comment on column custody_event.occurred_at is 'when it happened; of a correction, what the line that now counts says';
comment on column custody_lot.event_no is 'the event it is of; a correction takes over the lots that stand on';
-- Lists of a book in its order: its batches, and the lines of each.
create index custody_batch_book on custody_batch (book_no, batch_no);
