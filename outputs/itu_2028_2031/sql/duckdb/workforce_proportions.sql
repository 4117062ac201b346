-- percentage of geographical and gender proportions in the workforce, by duty station, sector, grade
--
-- Two proportions of the workforce on 31 December, by head. Women's share is the number of women as a percentage
--   of the people whose gender is stated. A region's share is the number of people of that region as a
--   percentage of the people of all regions, in the whole workforce and within each duty station, sector and
--   grade. The workforce is everybody who works for ITU - regular staff and also short-term and project staff,
--   people on loan, consultants and interns - without the elected officials. It is a larger group than the staff
--   of the indicator on mandatory training. The region is the ITU region of nationality, not that of the duty
--   station.
--
-- Defined in indicators/workforce_proportions.yaml, version 0.1.0, plan itu_2028_2031 0.1.0.
-- women_share: Share of women, in percent = 100 * women / gender_stated
-- region_share: Share of the region, in percent = 100 * people / people_of_all_regions
-- headcount: Workforce, in person = people
-- For DuckDB. The period stands in the first step. Values are not rounded.
-- About people: nothing is suppressed here. Small cells must be protected before anything is published, which is
--   what rbm-spec calc does.
--
WITH "the period" AS (
  -- Both days are in.
  SELECT
    CAST('2028-01-01' AS DATE) AS "first day",
    CAST('2028-12-31' AS DATE) AS "last day"
), "is submitted" AS (
  -- FALSE for a dataset of which nothing was submitted.
  SELECT
    TRUE AS "workforce_at_year_end"
), "workforce_at_year_end rows" AS (
  -- The rows that may count, with what is taken from them.
  SELECT
    "workforce_at_year_end"."duty_station",
    "workforce_at_year_end"."sector",
    "workforce_at_year_end"."grade",
    "workforce_at_year_end"."region",
    -- gender = "female"
    "workforce_at_year_end"."gender" = 'female' AS "women kept",
    "workforce_at_year_end"."person_number" AS "person",
    -- gender is present
    "workforce_at_year_end"."gender" IS NOT NULL AS "gender_stated kept"
  FROM "workforce_at_year_end"
  CROSS JOIN "the period"
  WHERE
    "workforce_at_year_end"."as_of" BETWEEN "the period"."first day" AND "the period"."last day"
), "workforce_at_year_end finest" AS (
  -- What adds up, in the finest cells.
  SELECT
    "duty_station",
    "sector",
    "grade",
    "region",
    COUNT(*) FILTER (WHERE "women kept") AS "women rows",
    COUNT(*) FILTER (WHERE "gender_stated kept") AS "gender_stated rows",
    COUNT(*) AS "people rows"
  FROM "workforce_at_year_end rows"
  GROUP BY
    "duty_station",
    "sector",
    "grade",
    "region"
), "workforce_at_year_end cells" AS (
  -- What adds up, in every cell.
  SELECT
    "duty_station",
    "sector",
    "grade",
    "region",
    GROUPING("duty_station") AS "duty_station rolled up",
    GROUPING("sector") AS "sector rolled up",
    GROUPING("grade") AS "grade rolled up",
    GROUPING("region") AS "region rolled up",
    SUM("women rows") AS "women rows",
    SUM("gender_stated rows") AS "gender_stated rows",
    SUM("people rows") AS "people rows"
  FROM "workforce_at_year_end finest"
  GROUP BY
    GROUPING SETS (
      (),
      ("duty_station"),
      ("sector"),
      ("grade"),
      ("region"),
      ("duty_station", "region"),
      ("sector", "region"),
      ("grade", "region")
    )
), "workforce_at_year_end taken" AS (
  -- What does not add up, from the rows of every cell.
  SELECT
    "duty_station",
    "sector",
    "grade",
    "region",
    GROUPING("duty_station") AS "duty_station rolled up",
    GROUPING("sector") AS "sector rolled up",
    GROUPING("grade") AS "grade rolled up",
    GROUPING("region") AS "region rolled up",
    COUNT(DISTINCT "person") FILTER (WHERE "women kept") + LEAST(COUNT(*) FILTER (WHERE "women kept" AND "person" IS NULL), 1) AS "women people",
    COUNT(DISTINCT "person") FILTER (WHERE "gender_stated kept") + LEAST(COUNT(*) FILTER (WHERE "gender_stated kept" AND "person" IS NULL), 1) AS "gender_stated people",
    COUNT(DISTINCT "person") + LEAST(COUNT(*) FILTER (WHERE "person" IS NULL), 1) AS "people people"
  FROM "workforce_at_year_end rows"
  GROUP BY
    GROUPING SETS (
      (),
      ("duty_station"),
      ("sector"),
      ("grade"),
      ("region"),
      ("duty_station", "region"),
      ("sector", "region"),
      ("grade", "region")
    )
), "breakdowns" AS (
  -- What each breakdown splits by: 0 there, 1 elsewhere.
  SELECT
    "breakdown",
    "duty_station rolled up",
    "sector rolled up",
    "grade rolled up",
    "region rolled up"
  FROM (VALUES
    (1, 0, 1, 1, 1),
    (2, 1, 0, 1, 1),
    (3, 1, 1, 0, 1),
    (4, 1, 1, 1, 0),
    (5, 0, 1, 1, 0),
    (6, 1, 0, 1, 0),
    (7, 1, 1, 0, 0)) AS "each"("breakdown", "duty_station rolled up", "sector rolled up", "grade rolled up", "region rolled up")
), "all cells" AS (
  -- The total, which is breakdown 0, and the cells in which a measure that could be read kept a row.
  SELECT
    0 AS "breakdown",
    CAST(NULL AS TEXT) AS "duty_station",
    CAST(NULL AS TEXT) AS "sector",
    CAST(NULL AS TEXT) AS "grade",
    CAST(NULL AS TEXT) AS "region",
    1 AS "duty_station rolled up",
    1 AS "sector rolled up",
    1 AS "grade rolled up",
    1 AS "region rolled up"
  UNION
  SELECT
    "breakdowns"."breakdown",
    "workforce_at_year_end cells"."duty_station",
    "workforce_at_year_end cells"."sector",
    "workforce_at_year_end cells"."grade",
    "workforce_at_year_end cells"."region",
    "breakdowns"."duty_station rolled up",
    "breakdowns"."sector rolled up",
    "breakdowns"."grade rolled up",
    "breakdowns"."region rolled up"
  FROM "workforce_at_year_end cells"
  JOIN "breakdowns"
    ON "workforce_at_year_end cells"."duty_station rolled up" = "breakdowns"."duty_station rolled up"
    AND "workforce_at_year_end cells"."sector rolled up" = "breakdowns"."sector rolled up"
    AND "workforce_at_year_end cells"."grade rolled up" = "breakdowns"."grade rolled up"
    AND "workforce_at_year_end cells"."region rolled up" = "breakdowns"."region rolled up"
  CROSS JOIN "is submitted"
  WHERE
    (
      "breakdowns"."breakdown" IN (1, 2, 3)
      AND "is submitted"."workforce_at_year_end"
      AND (
        "workforce_at_year_end cells"."women rows" > 0
        OR "workforce_at_year_end cells"."gender_stated rows" > 0
        OR "workforce_at_year_end cells"."people rows" > 0
      )
    )
    OR (
      "breakdowns"."breakdown" IN (4, 5, 6, 7)
      AND "is submitted"."workforce_at_year_end"
      AND (
        "workforce_at_year_end cells"."women rows" > 0
        OR "workforce_at_year_end cells"."gender_stated rows" > 0
        OR "workforce_at_year_end cells"."people rows" > 0
      )
    )
), "measures" AS (
  -- The measures in each cell. Reasons: 1 not submitted, 2 no data, 4 invalid.
  SELECT
    "all cells"."breakdown",
    "all cells"."duty_station",
    "all cells"."sector",
    "all cells"."grade",
    "all cells"."region",
    "all cells"."duty_station rolled up",
    "all cells"."sector rolled up",
    "all cells"."grade rolled up",
    "all cells"."region rolled up",
    -- Women, in person (indicators/workforce_proportions.yaml: measures.women)
    CASE
      WHEN "is submitted"."workforce_at_year_end"
      THEN COALESCE("workforce_at_year_end cells"."women rows", 0)
    END AS "women",
    CASE WHEN NOT "is submitted"."workforce_at_year_end" THEN 1 ELSE 9 END AS "women reason",
    COALESCE("workforce_at_year_end taken"."women people", 0) AS "women n",
    -- People whose gender is stated, in person (indicators/workforce_proportions.yaml: measures.gender_stated)
    CASE
      WHEN "is submitted"."workforce_at_year_end"
      THEN COALESCE("workforce_at_year_end cells"."gender_stated rows", 0)
    END AS "gender_stated",
    CASE WHEN NOT "is submitted"."workforce_at_year_end" THEN 1 ELSE 9 END AS "gender_stated reason",
    COALESCE("workforce_at_year_end taken"."gender_stated people", 0) AS "gender_stated n",
    -- People, in person (indicators/workforce_proportions.yaml: measures.people)
    CASE
      WHEN "is submitted"."workforce_at_year_end"
      THEN COALESCE("workforce_at_year_end cells"."people rows", 0)
    END AS "people",
    CASE WHEN NOT "is submitted"."workforce_at_year_end" THEN 1 ELSE 9 END AS "people reason",
    COALESCE("workforce_at_year_end taken"."people people", 0) AS "people n",
    -- People of all regions, in person (indicators/workforce_proportions.yaml: measures.people_of_all_regions)
    CASE
      WHEN "is submitted"."workforce_at_year_end"
      THEN COALESCE("workforce_at_year_end cells, any region"."people rows", 0)
    END AS "people_of_all_regions",
    CASE WHEN NOT "is submitted"."workforce_at_year_end" THEN 1 ELSE 9 END AS "people_of_all_regions reason",
    COALESCE("workforce_at_year_end taken, any region"."people people", 0) AS "people_of_all_regions n"
  FROM "all cells"
  CROSS JOIN "is submitted"
  LEFT JOIN "workforce_at_year_end cells"
    ON "workforce_at_year_end cells"."duty_station rolled up" = "all cells"."duty_station rolled up"
    AND "workforce_at_year_end cells"."duty_station" IS NOT DISTINCT FROM "all cells"."duty_station"
    AND "workforce_at_year_end cells"."sector rolled up" = "all cells"."sector rolled up"
    AND "workforce_at_year_end cells"."sector" IS NOT DISTINCT FROM "all cells"."sector"
    AND "workforce_at_year_end cells"."grade rolled up" = "all cells"."grade rolled up"
    AND "workforce_at_year_end cells"."grade" IS NOT DISTINCT FROM "all cells"."grade"
    AND "workforce_at_year_end cells"."region rolled up" = "all cells"."region rolled up"
    AND "workforce_at_year_end cells"."region" IS NOT DISTINCT FROM "all cells"."region"
  LEFT JOIN "workforce_at_year_end taken"
    ON "workforce_at_year_end taken"."duty_station rolled up" = "all cells"."duty_station rolled up"
    AND "workforce_at_year_end taken"."duty_station" IS NOT DISTINCT FROM "all cells"."duty_station"
    AND "workforce_at_year_end taken"."sector rolled up" = "all cells"."sector rolled up"
    AND "workforce_at_year_end taken"."sector" IS NOT DISTINCT FROM "all cells"."sector"
    AND "workforce_at_year_end taken"."grade rolled up" = "all cells"."grade rolled up"
    AND "workforce_at_year_end taken"."grade" IS NOT DISTINCT FROM "all cells"."grade"
    AND "workforce_at_year_end taken"."region rolled up" = "all cells"."region rolled up"
    AND "workforce_at_year_end taken"."region" IS NOT DISTINCT FROM "all cells"."region"
  LEFT JOIN "workforce_at_year_end cells" AS "workforce_at_year_end cells, any region"
    ON "workforce_at_year_end cells, any region"."duty_station rolled up" = "all cells"."duty_station rolled up"
    AND "workforce_at_year_end cells, any region"."duty_station" IS NOT DISTINCT FROM "all cells"."duty_station"
    AND "workforce_at_year_end cells, any region"."sector rolled up" = "all cells"."sector rolled up"
    AND "workforce_at_year_end cells, any region"."sector" IS NOT DISTINCT FROM "all cells"."sector"
    AND "workforce_at_year_end cells, any region"."grade rolled up" = "all cells"."grade rolled up"
    AND "workforce_at_year_end cells, any region"."grade" IS NOT DISTINCT FROM "all cells"."grade"
    AND "workforce_at_year_end cells, any region"."region rolled up" = 1
  LEFT JOIN "workforce_at_year_end taken" AS "workforce_at_year_end taken, any region"
    ON "workforce_at_year_end taken, any region"."duty_station rolled up" = "all cells"."duty_station rolled up"
    AND "workforce_at_year_end taken, any region"."duty_station" IS NOT DISTINCT FROM "all cells"."duty_station"
    AND "workforce_at_year_end taken, any region"."sector rolled up" = "all cells"."sector rolled up"
    AND "workforce_at_year_end taken, any region"."sector" IS NOT DISTINCT FROM "all cells"."sector"
    AND "workforce_at_year_end taken, any region"."grade rolled up" = "all cells"."grade rolled up"
    AND "workforce_at_year_end taken, any region"."grade" IS NOT DISTINCT FROM "all cells"."grade"
    AND "workforce_at_year_end taken, any region"."region rolled up" = 1
), "formulas" AS (
  -- The formulas over measures, each with the reason why it may have no value.
  SELECT
    "measures".*,
    -- Share of women, in percent = 100 * women / gender_stated
    CAST(CAST(100 AS DECIMAL(19, 0)) * CAST("women" AS DECIMAL(18, 0)) AS DOUBLE) / NULLIF("gender_stated", 0) AS "women_share",
    LEAST("women reason", "gender_stated reason", CASE WHEN "gender_stated" = 0 THEN 3 ELSE 9 END) AS "women_share reason",
    -- Share of the region, in percent = 100 * people / people_of_all_regions
    CAST(CAST(100 AS DECIMAL(19, 0)) * CAST("people" AS DECIMAL(18, 0)) AS DOUBLE) / NULLIF("people_of_all_regions", 0) AS "region_share",
    LEAST("people reason", "people_of_all_regions reason", CASE WHEN "people_of_all_regions" = 0 THEN 3 ELSE 9 END) AS "region_share reason",
    -- Workforce, in person = people
    "people" AS "headcount",
    "people reason" AS "headcount reason"
  FROM "measures"
)
SELECT
  "breakdown",
  "duty_station",
  "sector",
  "grade",
  "region",
  GREATEST(
    "women n",
    "gender_stated n",
    "people n",
    CASE WHEN "region rolled up" = 1 THEN "people_of_all_regions n" ELSE 0 END
  ) AS "n",
  "women_share",
  CASE
    WHEN "women_share" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "women_share reason" = 1
    THEN 'not_submitted'
    WHEN "women_share reason" = 2
    THEN 'no_data'
    WHEN "women_share reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "women_share_reason",
  "region_share",
  CASE
    WHEN "region_share" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "region_share reason" = 1
    THEN 'not_submitted'
    WHEN "region_share reason" = 2
    THEN 'no_data'
    WHEN "region_share reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "region_share_reason",
  "headcount",
  CASE
    WHEN "headcount" IS NOT NULL
    THEN CAST(NULL AS TEXT)
    WHEN "headcount reason" = 1
    THEN 'not_submitted'
    WHEN "headcount reason" = 2
    THEN 'no_data'
    WHEN "headcount reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "headcount_reason"
FROM "formulas"
ORDER BY
  "breakdown",
  "duty_station",
  "sector",
  "grade",
  "region";
