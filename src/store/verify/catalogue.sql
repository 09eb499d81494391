-- What the catalogue says of these tables: how they are kept, their columns, constraints and indexes, one fact a row. Blanks,
-- brackets, casts and names of schemas are left out, which releases of the engine write in ways of their own.
WITH ours AS (
    SELECT n.name AS place, c.oid AS relation, c.relpersistence::text AS kept
    FROM unnest($1::text[]) AS n(name) JOIN pg_class c ON c.oid = to_regclass(n.name)
), facts AS (
    SELECT 'table' AS kind, place, place AS name, kept || CASE WHEN EXISTS (
        SELECT 1 FROM pg_inherits i WHERE i.inhrelid = relation OR i.inhparent = relation) THEN ' inherits' ELSE '' END AS fact
    FROM ours
    UNION ALL
    SELECT 'column', place, place || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
        || CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATED' ELSE '' END
        || a.attgenerated::text || a.attidentity::text || COALESCE(' ' || pg_get_expr(d.adbin, d.adrelid), '')
    FROM ours JOIN pg_attribute a ON a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    UNION ALL
    SELECT 'constraint', place, k.conname::text, replace(pg_get_constraintdef(k.oid, true), ' NOT VALID', '')
    FROM ours JOIN pg_constraint k ON k.conrelid = relation AND k.contype IN ('c', 'f', 'p', 'u', 'x')
    UNION ALL
    SELECT 'index', place, x.relname::text, pg_get_indexdef(i.indexrelid, 0, true)
        || CASE WHEN i.indisvalid AND i.indisready THEN '' ELSE ' INVALID' END
    FROM ours JOIN pg_index i ON i.indrelid = relation JOIN pg_class x ON x.oid = i.indexrelid
)
SELECT * FROM (
    SELECT kind || ' ' || place || ' ' || name AS what,
        regexp_replace(fact, '[[:space:]()]+|::[a-z_ ]+(\[\])?|\m[a-z_]+\.', '', 'g') AS fact
    FROM facts
) AS told ORDER BY what COLLATE "C", fact COLLATE "C"
