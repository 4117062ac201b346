-- average recruitment timelines
--
-- Mean number of calendar days from the publication of a vacancy notice to the acceptance of the offer, over the
--   posts filled in the reporting year. A post counts in the year in which the offer was accepted. Left out are
--   cases that were cancelled or advertised again (the new notice starts a clock of its own), posts filled from
--   a roster, appointments of less than one year, secondments without a vacancy notice, and elected officials.
--   The clock is not stopped for pauses. Beside the mean stand the median, the number of posts filled, and the
--   number of cases still open at the end of the year.
--
-- Defined in indicators/average_recruitment_time.yaml, version 0.1.0, plan itu_2028_2031 0.1.0.
-- mean_days: Mean, in day = mean_to_accept
-- median_days: Median, in day = median_to_accept
-- posts_filled: Posts filled, in post = filled
-- cases_open: Cases open at the end of the year, in recruitment_case = open_at_end
-- For Snowflake. The period stands in the first step. Values are not rounded.
--
WITH "the period" AS (
  -- Both days are in.
  SELECT
    CAST('2028-01-01' AS DATE) AS "first day",
    CAST('2028-12-31' AS DATE) AS "last day"
), "is submitted" AS (
  -- FALSE for a dataset of which nothing was submitted.
  SELECT
    TRUE AS "recruitments"
), "codes of grades" AS (
  -- Codes and their attributes.
  SELECT
    "code",
    "category"
  FROM (VALUES
    ('D2', CAST('director' AS VARCHAR)),
    ('D1', 'director'),
    ('P5', 'professional'),
    ('P4', 'professional'),
    ('P3', 'professional'),
    ('P2', 'professional'),
    ('P1', 'professional'),
    ('G7', 'general_service'),
    ('G6', 'general_service'),
    ('G5', 'general_service'),
    ('G4', 'general_service'),
    ('G3', 'general_service'),
    ('G2', 'general_service'),
    ('G1', 'general_service')) AS "codes"("code", "category")
), "recruitments rows" AS (
  -- The rows that may count, with what is taken from them.
  SELECT
    "recruitments"."sector",
    "grade"."category" AS "grade.category",
    "recruitments"."duty_station",
    -- outcome = "filled" and one_year_or_more
    "recruitments"."offer_accepted_on" BETWEEN "the period"."first day" AND "the period"."last day"
    AND (
      "recruitments"."outcome" = 'filled' AND "recruitments"."one_year_or_more"
    ) AS "mean_to_accept kept",
    -- days(published_on, offer_accepted_on)
    DATEDIFF(DAY, "recruitments"."published_on", "recruitments"."offer_accepted_on") AS "mean_to_accept of",
    -- one_year_or_more and published_on <= period.end and (offer_accepted_on is missing or offer_accepted_on >
    --   period.end) and (withdrawn_on is missing or withdrawn_on > period.end)
    "recruitments"."one_year_or_more"
    AND "recruitments"."published_on" <= "the period"."last day"
    AND (
      "recruitments"."offer_accepted_on" IS NULL
      OR "recruitments"."offer_accepted_on" > "the period"."last day"
    )
    AND (
      "recruitments"."withdrawn_on" IS NULL OR "recruitments"."withdrawn_on" > "the period"."last day"
    ) AS "open_at_end kept"
  FROM "recruitments"
  CROSS JOIN "the period"
  LEFT JOIN "codes of grades" AS "grade"
    ON "grade"."code" = "recruitments"."grade"
), "recruitments finest" AS (
  -- What adds up, in the finest cells.
  SELECT
    "sector",
    "grade.category",
    "duty_station",
    COUNT_IF("mean_to_accept kept") AS "mean_to_accept rows",
    COUNT(IFF("mean_to_accept kept", "mean_to_accept of", NULL)) AS "mean_to_accept n",
    SUM(IFF("mean_to_accept kept", "mean_to_accept of", NULL)) AS "mean_to_accept sum",
    COUNT_IF("open_at_end kept") AS "open_at_end rows"
  FROM "recruitments rows"
  GROUP BY
    "sector",
    "grade.category",
    "duty_station"
), "recruitments cells" AS (
  -- What adds up, in every cell.
  SELECT
    "sector",
    "grade.category",
    "duty_station",
    GROUPING("sector") AS "sector rolled up",
    GROUPING("grade.category") AS "grade.category rolled up",
    GROUPING("duty_station") AS "duty_station rolled up",
    SUM("mean_to_accept rows") AS "mean_to_accept rows",
    SUM("mean_to_accept n") AS "mean_to_accept n",
    SUM("mean_to_accept sum") AS "mean_to_accept sum",
    SUM("open_at_end rows") AS "open_at_end rows"
  FROM "recruitments finest"
  GROUP BY
    GROUPING SETS (
      (),
      ("sector"),
      ("grade.category"),
      ("duty_station")
    )
), "recruitments taken" AS (
  -- What does not add up, from the rows of every cell.
  SELECT
    "sector",
    "grade.category",
    "duty_station",
    GROUPING("sector") AS "sector rolled up",
    GROUPING("grade.category") AS "grade.category rolled up",
    GROUPING("duty_station") AS "duty_station rolled up",
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY
      IFF("mean_to_accept kept", CAST("mean_to_accept of" AS DECIMAL(8, 1)), NULL)) AS "median_to_accept median"
  FROM "recruitments rows"
  GROUP BY
    GROUPING SETS (
      (),
      ("sector"),
      ("grade.category"),
      ("duty_station")
    )
), "breakdowns" AS (
  -- What each breakdown splits by: 0 there, 1 elsewhere.
  SELECT
    "breakdown",
    "sector rolled up",
    "grade.category rolled up",
    "duty_station rolled up"
  FROM (VALUES
    (1, 0, 1, 1),
    (2, 1, 0, 1),
    (3, 1, 1, 0)) AS "each"("breakdown", "sector rolled up", "grade.category rolled up", "duty_station rolled up")
), "all cells" AS (
  -- The total, which is breakdown 0, and the cells in which a measure that could be read kept a row.
  SELECT
    0 AS "breakdown",
    CAST(NULL AS VARCHAR) AS "sector",
    CAST(NULL AS VARCHAR) AS "grade.category",
    CAST(NULL AS VARCHAR) AS "duty_station",
    1 AS "sector rolled up",
    1 AS "grade.category rolled up",
    1 AS "duty_station rolled up"
  UNION
  SELECT
    "breakdowns"."breakdown",
    "recruitments cells"."sector",
    "recruitments cells"."grade.category",
    "recruitments cells"."duty_station",
    "breakdowns"."sector rolled up",
    "breakdowns"."grade.category rolled up",
    "breakdowns"."duty_station rolled up"
  FROM "recruitments cells"
  JOIN "breakdowns"
    ON "recruitments cells"."sector rolled up" = "breakdowns"."sector rolled up"
    AND "recruitments cells"."grade.category rolled up" = "breakdowns"."grade.category rolled up"
    AND "recruitments cells"."duty_station rolled up" = "breakdowns"."duty_station rolled up"
  CROSS JOIN "is submitted"
  WHERE
    "is submitted"."recruitments"
    AND (
      "recruitments cells"."mean_to_accept rows" > 0 OR "recruitments cells"."open_at_end rows" > 0
    )
), "measures" AS (
  -- The measures in each cell. Reasons: 1 not submitted, 2 no data, 4 invalid.
  SELECT
    "all cells"."breakdown",
    "all cells"."sector",
    "all cells"."grade.category",
    "all cells"."duty_station",
    "all cells"."sector rolled up",
    "all cells"."grade.category rolled up",
    "all cells"."duty_station rolled up",
    -- Calendar days from publication to acceptance of the offer, mean (indicators/average_recruitment_time.yaml:
    --   measures.mean_to_accept)
    CASE
      WHEN "is submitted"."recruitments"
      THEN CAST("recruitments cells"."mean_to_accept sum" AS DOUBLE) / NULLIF("recruitments cells"."mean_to_accept n", 0)
    END AS "mean_to_accept",
    CASE
      WHEN NOT "is submitted"."recruitments"
      THEN 1
      WHEN CAST("recruitments cells"."mean_to_accept sum" AS DOUBLE) / NULLIF("recruitments cells"."mean_to_accept n", 0) IS NOT NULL
      THEN 9
      WHEN COALESCE("recruitments cells"."mean_to_accept n", 0) = 0
      THEN 2
      ELSE 4
    END AS "mean_to_accept reason",
    COALESCE("recruitments cells"."mean_to_accept n", 0) AS "mean_to_accept n",
    -- Calendar days from publication to acceptance of the offer, middle case
    --   (indicators/average_recruitment_time.yaml: measures.median_to_accept)
    CASE WHEN "is submitted"."recruitments" THEN "recruitments taken"."median_to_accept median" END AS "median_to_accept",
    CASE
      WHEN NOT "is submitted"."recruitments"
      THEN 1
      WHEN "recruitments taken"."median_to_accept median" IS NOT NULL
      THEN 9
      WHEN COALESCE("recruitments cells"."mean_to_accept n", 0) = 0
      THEN 2
      ELSE 4
    END AS "median_to_accept reason",
    COALESCE("recruitments cells"."mean_to_accept n", 0) AS "median_to_accept n",
    -- Posts filled in the year, in post (indicators/average_recruitment_time.yaml: measures.filled)
    CASE
      WHEN "is submitted"."recruitments"
      THEN COALESCE("recruitments cells"."mean_to_accept rows", 0)
    END AS "filled",
    CASE WHEN NOT "is submitted"."recruitments" THEN 1 ELSE 9 END AS "filled reason",
    COALESCE("recruitments cells"."mean_to_accept rows", 0) AS "filled n",
    -- Cases open on the last day of the year, in recruitment_case (indicators/average_recruitment_time.yaml:
    --   measures.open_at_end)
    CASE WHEN "is submitted"."recruitments" THEN COALESCE("recruitments cells"."open_at_end rows", 0) END AS "open_at_end",
    CASE WHEN NOT "is submitted"."recruitments" THEN 1 ELSE 9 END AS "open_at_end reason",
    COALESCE("recruitments cells"."open_at_end rows", 0) AS "open_at_end n"
  FROM "all cells"
  CROSS JOIN "is submitted"
  LEFT JOIN "recruitments cells"
    ON "recruitments cells"."sector rolled up" = "all cells"."sector rolled up"
    AND "recruitments cells"."sector" IS NOT DISTINCT FROM "all cells"."sector"
    AND "recruitments cells"."grade.category rolled up" = "all cells"."grade.category rolled up"
    AND "recruitments cells"."grade.category" IS NOT DISTINCT FROM "all cells"."grade.category"
    AND "recruitments cells"."duty_station rolled up" = "all cells"."duty_station rolled up"
    AND "recruitments cells"."duty_station" IS NOT DISTINCT FROM "all cells"."duty_station"
  LEFT JOIN "recruitments taken"
    ON "recruitments taken"."sector rolled up" = "all cells"."sector rolled up"
    AND "recruitments taken"."sector" IS NOT DISTINCT FROM "all cells"."sector"
    AND "recruitments taken"."grade.category rolled up" = "all cells"."grade.category rolled up"
    AND "recruitments taken"."grade.category" IS NOT DISTINCT FROM "all cells"."grade.category"
    AND "recruitments taken"."duty_station rolled up" = "all cells"."duty_station rolled up"
    AND "recruitments taken"."duty_station" IS NOT DISTINCT FROM "all cells"."duty_station"
), "formulas" AS (
  -- The formulas over measures, each with the reason why it may have no value.
  SELECT
    "measures".*,
    -- Mean, in day = mean_to_accept
    "mean_to_accept" AS "mean_days",
    "mean_to_accept reason" AS "mean_days reason",
    -- Median, in day = median_to_accept
    "median_to_accept" AS "median_days",
    "median_to_accept reason" AS "median_days reason",
    -- Posts filled, in post = filled
    "filled" AS "posts_filled",
    "filled reason" AS "posts_filled reason",
    -- Cases open at the end of the year, in recruitment_case = open_at_end
    "open_at_end" AS "cases_open",
    "open_at_end reason" AS "cases_open reason"
  FROM "measures"
)
SELECT
  "breakdown",
  "sector",
  "grade.category",
  "duty_station",
  GREATEST("mean_to_accept n", "median_to_accept n", "filled n", "open_at_end n") AS "n",
  "mean_days",
  CASE
    WHEN "mean_days" IS NOT NULL
    THEN CAST(NULL AS VARCHAR)
    WHEN "mean_days reason" = 1
    THEN 'not_submitted'
    WHEN "mean_days reason" = 2
    THEN 'no_data'
    WHEN "mean_days reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "mean_days_reason",
  "median_days",
  CASE
    WHEN "median_days" IS NOT NULL
    THEN CAST(NULL AS VARCHAR)
    WHEN "median_days reason" = 1
    THEN 'not_submitted'
    WHEN "median_days reason" = 2
    THEN 'no_data'
    WHEN "median_days reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "median_days_reason",
  "posts_filled",
  CASE
    WHEN "posts_filled" IS NOT NULL
    THEN CAST(NULL AS VARCHAR)
    WHEN "posts_filled reason" = 1
    THEN 'not_submitted'
    WHEN "posts_filled reason" = 2
    THEN 'no_data'
    WHEN "posts_filled reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "posts_filled_reason",
  "cases_open",
  CASE
    WHEN "cases_open" IS NOT NULL
    THEN CAST(NULL AS VARCHAR)
    WHEN "cases_open reason" = 1
    THEN 'not_submitted'
    WHEN "cases_open reason" = 2
    THEN 'no_data'
    WHEN "cases_open reason" = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS "cases_open_reason"
FROM "formulas"
ORDER BY
  "breakdown",
  "sector",
  "grade.category",
  "duty_station";
