-- A kind of record as a sentence of the record log begins with it: LIC, Vendor; engine.log.headed is its twin.
create macro headed(record) as if(record = 'item', 'LIC', upper(record[1]) || record[2:]);
