-- What a batch took back is asked of every batch: claims and footprints rest on what stands.
create index custody_event_taken_back on custody_event (voided_by) where voided_by is not null;
