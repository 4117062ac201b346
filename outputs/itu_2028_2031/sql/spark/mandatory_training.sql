-- percentage of ITU staff who have completed mandatory training
--
-- Of the staff members in post on 31 December on whom at least one mandatory course is due, the percentage who
--   have completed every course due. A course is due six months after it was assigned; this period of grace is
--   for newcomers and for new courses alike. A course counts as completed when it was completed by 31 December
--   and its certificate, if it expires, is still valid on that day. A staff member who lacks one course of
--   several has not completed. Exempt courses are left out, with their reason on record; a staff member for whom
--   every course is exempt or not yet due is left out. Everybody counts as one, whatever the hours worked.
--   Consultants, interns and others who are not staff are left out. Beside the strict percentage stands the
--   percentage of all courses due that are completed, taken over all these staff members together.
--
-- Defined in indicators/mandatory_training.yaml, version 0.1.0, plan itu_2028_2031 0.1.0.
-- completion: Staff who have completed every course due, in percent = 100 * completed_all / with_course_due
-- course_completion: Courses due that are completed, in percent = 100 * sum_completed / sum_due
-- staff_in_scope: Staff with a course due, in staff = with_course_due
-- For Spark. The period stands in the first step. Values are not rounded.
-- About people: nothing is suppressed here. Small cells must be protected before anything is published, which is
--   what rbm-spec calc does.
--
WITH `the period` AS (
  -- Both days are in.
  SELECT
    CAST('2028-01-01' AS DATE) AS `first day`,
    CAST('2028-12-31' AS DATE) AS `last day`
), `is submitted` AS (
  -- FALSE for a dataset of which nothing was submitted.
  SELECT
    TRUE AS `training_records`,
    TRUE AS `staff_at_year_end`
), `codes of grades` AS (
  -- Codes and their attributes.
  SELECT
    `code`,
    `category`
  FROM VALUES
    ('D2', CAST('director' AS STRING)),
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
    ('G1', 'general_service') AS `codes`(`code`, `category`)
), `training_by_staff` AS (
  -- One row for each staff member on whom at least one mandatory course was due on 31 December.
  SELECT
    `training_records`.`staff`,
    `training_records`.`as_of`,
    CASE
      WHEN COUNT(*) FILTER (WHERE NOT (
        `training_records`.`completed_on` IS NOT NULL
        AND `training_records`.`completed_on` <= `training_records`.`as_of`
        AND (
          `training_records`.`valid_until` IS NULL
          OR `training_records`.`valid_until` >= `training_records`.`as_of`
        )
      )) > 0
      THEN FALSE
      WHEN COUNT(*) > COUNT(
        `training_records`.`completed_on` IS NOT NULL
        AND `training_records`.`completed_on` <= `training_records`.`as_of`
        AND (
          `training_records`.`valid_until` IS NULL
          OR `training_records`.`valid_until` >= `training_records`.`as_of`
        )
      )
      THEN NULL
      ELSE TRUE
    END AS `all_completed`,
    COALESCE(COUNT(*), 0) AS `courses_due`,
    COALESCE(
      COUNT(*) FILTER (WHERE `training_records`.`completed_on` <= `training_records`.`as_of`
      AND (
        `training_records`.`valid_until` IS NULL
        OR `training_records`.`valid_until` >= `training_records`.`as_of`
      )),
      0
    ) AS `courses_completed`
  FROM `training_records`
  WHERE
    NOT `training_records`.`exempt`
    AND CASE
      WHEN CAST(EXTRACT(YEAR FROM `training_records`.`assigned_on`) AS INT) * 12 + CAST(EXTRACT(MONTH FROM `training_records`.`assigned_on`) AS INT) + 6 BETWEEN 13 AND 120000
      THEN ADD_MONTHS(`training_records`.`assigned_on`, CAST(6 AS INT))
    END <= `training_records`.`as_of`
  GROUP BY
    `training_records`.`staff`,
    `training_records`.`as_of`
), `training_by_staff rows` AS (
  -- The rows that may count, with what is taken from them.
  SELECT
    `staff`.`sector` AS `staff.sector`,
    `staff`.`duty_station` AS `staff.duty_station`,
    `staff_grade`.`category` AS `staff.grade.category`,
    `staff`.`gender` AS `staff.gender`,
    -- all_completed
    `training_by_staff`.`all_completed` AS `completed_all kept`,
    `training_by_staff`.`staff` AS `person`,
    -- courses_completed
    `training_by_staff`.`courses_completed` AS `sum_completed of`,
    -- courses_due
    `training_by_staff`.`courses_due` AS `sum_due of`
  FROM `training_by_staff`
  CROSS JOIN `the period`
  LEFT JOIN `staff_at_year_end` AS `staff`
    ON `staff`.`staff_line` = `training_by_staff`.`staff`
  LEFT JOIN `codes of grades` AS `staff_grade`
    ON `staff_grade`.`code` = `staff`.`grade`
  WHERE
    `training_by_staff`.`as_of` BETWEEN `the period`.`first day` AND `the period`.`last day`
), `training_by_staff finest` AS (
  -- What adds up, in the finest cells.
  SELECT
    `staff.sector`,
    `staff.duty_station`,
    `staff.grade.category`,
    `staff.gender`,
    COUNT(*) FILTER (WHERE `completed_all kept`) AS `completed_all rows`,
    COUNT(*) AS `with_course_due rows`,
    COUNT(`sum_completed of`) AS `sum_completed n`,
    SUM(CAST(`sum_completed of` AS DECIMAL(18, 0))) AS `sum_completed sum`,
    COUNT(`sum_due of`) AS `sum_due n`,
    SUM(CAST(`sum_due of` AS DECIMAL(18, 0))) AS `sum_due sum`
  FROM `training_by_staff rows`
  GROUP BY
    `staff.sector`,
    `staff.duty_station`,
    `staff.grade.category`,
    `staff.gender`
), `training_by_staff cells` AS (
  -- What adds up, in every cell.
  SELECT
    `staff.sector`,
    `staff.duty_station`,
    `staff.grade.category`,
    `staff.gender`,
    GROUPING(`staff.sector`) AS `staff.sector rolled up`,
    GROUPING(`staff.duty_station`) AS `staff.duty_station rolled up`,
    GROUPING(`staff.grade.category`) AS `staff.grade.category rolled up`,
    GROUPING(`staff.gender`) AS `staff.gender rolled up`,
    SUM(`completed_all rows`) AS `completed_all rows`,
    SUM(`with_course_due rows`) AS `with_course_due rows`,
    SUM(`sum_completed n`) AS `sum_completed n`,
    SUM(`sum_completed sum`) AS `sum_completed sum`,
    SUM(`sum_due n`) AS `sum_due n`,
    SUM(`sum_due sum`) AS `sum_due sum`
  FROM `training_by_staff finest`
  GROUP BY
    GROUPING SETS (
      (),
      (`staff.sector`),
      (`staff.duty_station`),
      (`staff.grade.category`),
      (`staff.gender`)
    )
), `training_by_staff taken` AS (
  -- What does not add up, from the rows of every cell.
  SELECT
    `staff.sector`,
    `staff.duty_station`,
    `staff.grade.category`,
    `staff.gender`,
    GROUPING(`staff.sector`) AS `staff.sector rolled up`,
    GROUPING(`staff.duty_station`) AS `staff.duty_station rolled up`,
    GROUPING(`staff.grade.category`) AS `staff.grade.category rolled up`,
    GROUPING(`staff.gender`) AS `staff.gender rolled up`,
    COUNT(DISTINCT `person`) FILTER (WHERE `completed_all kept`) + LEAST(COUNT(*) FILTER (WHERE `completed_all kept` AND `person` IS NULL), 1) AS `completed_all people`,
    COUNT(DISTINCT `person`) + LEAST(COUNT(*) FILTER (WHERE `person` IS NULL), 1) AS `with_course_due people`,
    COUNT(DISTINCT `person`) FILTER (WHERE `sum_completed of` IS NOT NULL) + LEAST(COUNT(*) FILTER (WHERE `sum_completed of` IS NOT NULL AND `person` IS NULL), 1) AS `sum_completed people`,
    COUNT(DISTINCT `person`) FILTER (WHERE `sum_due of` IS NOT NULL) + LEAST(COUNT(*) FILTER (WHERE `sum_due of` IS NOT NULL AND `person` IS NULL), 1) AS `sum_due people`
  FROM `training_by_staff rows`
  GROUP BY
    GROUPING SETS (
      (),
      (`staff.sector`),
      (`staff.duty_station`),
      (`staff.grade.category`),
      (`staff.gender`)
    )
), `breakdowns` AS (
  -- What each breakdown splits by: 0 there, 1 elsewhere.
  SELECT
    `breakdown`,
    `staff.sector rolled up`,
    `staff.duty_station rolled up`,
    `staff.grade.category rolled up`,
    `staff.gender rolled up`
  FROM VALUES
    (1, 0, 1, 1, 1),
    (2, 1, 0, 1, 1),
    (3, 1, 1, 0, 1),
    (4, 1, 1, 1, 0) AS `each`(`breakdown`, `staff.sector rolled up`, `staff.duty_station rolled up`, `staff.grade.category rolled up`, `staff.gender rolled up`)
), `all cells` AS (
  -- The total, which is breakdown 0, and the cells in which a measure that could be read kept a row.
  SELECT
    0 AS `breakdown`,
    CAST(NULL AS STRING) AS `staff.sector`,
    CAST(NULL AS STRING) AS `staff.duty_station`,
    CAST(NULL AS STRING) AS `staff.grade.category`,
    CAST(NULL AS STRING) AS `staff.gender`,
    1 AS `staff.sector rolled up`,
    1 AS `staff.duty_station rolled up`,
    1 AS `staff.grade.category rolled up`,
    1 AS `staff.gender rolled up`
  UNION
  SELECT
    `breakdowns`.`breakdown`,
    `training_by_staff cells`.`staff.sector`,
    `training_by_staff cells`.`staff.duty_station`,
    `training_by_staff cells`.`staff.grade.category`,
    `training_by_staff cells`.`staff.gender`,
    `breakdowns`.`staff.sector rolled up`,
    `breakdowns`.`staff.duty_station rolled up`,
    `breakdowns`.`staff.grade.category rolled up`,
    `breakdowns`.`staff.gender rolled up`
  FROM `training_by_staff cells`
  JOIN `breakdowns`
    ON `training_by_staff cells`.`staff.sector rolled up` = `breakdowns`.`staff.sector rolled up`
    AND `training_by_staff cells`.`staff.duty_station rolled up` = `breakdowns`.`staff.duty_station rolled up`
    AND `training_by_staff cells`.`staff.grade.category rolled up` = `breakdowns`.`staff.grade.category rolled up`
    AND `training_by_staff cells`.`staff.gender rolled up` = `breakdowns`.`staff.gender rolled up`
  CROSS JOIN `is submitted`
  WHERE
    `is submitted`.`training_records`
    AND `is submitted`.`staff_at_year_end`
    AND (
      `training_by_staff cells`.`completed_all rows` > 0
      OR `training_by_staff cells`.`with_course_due rows` > 0
    )
), `measures` AS (
  -- The measures in each cell. Reasons: 1 not submitted, 2 no data, 4 invalid.
  SELECT
    `all cells`.`breakdown`,
    `all cells`.`staff.sector`,
    `all cells`.`staff.duty_station`,
    `all cells`.`staff.grade.category`,
    `all cells`.`staff.gender`,
    `all cells`.`staff.sector rolled up`,
    `all cells`.`staff.duty_station rolled up`,
    `all cells`.`staff.grade.category rolled up`,
    `all cells`.`staff.gender rolled up`,
    -- Staff members who have completed every course due, in staff (indicators/mandatory_training.yaml:
    --   measures.completed_all)
    CASE
      WHEN `is submitted`.`training_records`
      THEN COALESCE(`training_by_staff cells`.`completed_all rows`, 0)
    END AS `completed_all`,
    CASE WHEN NOT `is submitted`.`training_records` THEN 1 ELSE 9 END AS `completed_all reason`,
    COALESCE(`training_by_staff taken`.`completed_all people`, 0) AS `completed_all n`,
    -- Staff members with at least one course due, in staff (indicators/mandatory_training.yaml:
    --   measures.with_course_due)
    CASE
      WHEN `is submitted`.`training_records`
      THEN COALESCE(`training_by_staff cells`.`with_course_due rows`, 0)
    END AS `with_course_due`,
    CASE WHEN NOT `is submitted`.`training_records` THEN 1 ELSE 9 END AS `with_course_due reason`,
    COALESCE(`training_by_staff taken`.`with_course_due people`, 0) AS `with_course_due n`,
    -- Courses due that are completed, over all staff members, in course (indicators/mandatory_training.yaml:
    --   measures.sum_completed)
    CASE
      WHEN `is submitted`.`training_records`
      THEN CAST(COALESCE(`training_by_staff cells`.`sum_completed sum`, 0) AS DECIMAL(30, 0))
    END AS `sum_completed`,
    CASE
      WHEN NOT `is submitted`.`training_records`
      THEN 1
      WHEN CAST(COALESCE(`training_by_staff cells`.`sum_completed sum`, 0) AS DECIMAL(30, 0)) IS NOT NULL
      THEN 9
      WHEN COALESCE(`training_by_staff cells`.`sum_completed n`, 0) = 0
      THEN 2
      ELSE 4
    END AS `sum_completed reason`,
    COALESCE(`training_by_staff taken`.`sum_completed people`, 0) AS `sum_completed n`,
    -- Courses due, over all staff members, in course (indicators/mandatory_training.yaml: measures.sum_due)
    CASE
      WHEN `is submitted`.`training_records`
      THEN CAST(COALESCE(`training_by_staff cells`.`sum_due sum`, 0) AS DECIMAL(30, 0))
    END AS `sum_due`,
    CASE
      WHEN NOT `is submitted`.`training_records`
      THEN 1
      WHEN CAST(COALESCE(`training_by_staff cells`.`sum_due sum`, 0) AS DECIMAL(30, 0)) IS NOT NULL
      THEN 9
      WHEN COALESCE(`training_by_staff cells`.`sum_due n`, 0) = 0
      THEN 2
      ELSE 4
    END AS `sum_due reason`,
    COALESCE(`training_by_staff taken`.`sum_due people`, 0) AS `sum_due n`
  FROM `all cells`
  CROSS JOIN `is submitted`
  LEFT JOIN `training_by_staff cells`
    ON `training_by_staff cells`.`staff.sector rolled up` = `all cells`.`staff.sector rolled up`
    AND `training_by_staff cells`.`staff.sector` IS NOT DISTINCT FROM `all cells`.`staff.sector`
    AND `training_by_staff cells`.`staff.duty_station rolled up` = `all cells`.`staff.duty_station rolled up`
    AND `training_by_staff cells`.`staff.duty_station` IS NOT DISTINCT FROM `all cells`.`staff.duty_station`
    AND `training_by_staff cells`.`staff.grade.category rolled up` = `all cells`.`staff.grade.category rolled up`
    AND `training_by_staff cells`.`staff.grade.category` IS NOT DISTINCT FROM `all cells`.`staff.grade.category`
    AND `training_by_staff cells`.`staff.gender rolled up` = `all cells`.`staff.gender rolled up`
    AND `training_by_staff cells`.`staff.gender` IS NOT DISTINCT FROM `all cells`.`staff.gender`
  LEFT JOIN `training_by_staff taken`
    ON `training_by_staff taken`.`staff.sector rolled up` = `all cells`.`staff.sector rolled up`
    AND `training_by_staff taken`.`staff.sector` IS NOT DISTINCT FROM `all cells`.`staff.sector`
    AND `training_by_staff taken`.`staff.duty_station rolled up` = `all cells`.`staff.duty_station rolled up`
    AND `training_by_staff taken`.`staff.duty_station` IS NOT DISTINCT FROM `all cells`.`staff.duty_station`
    AND `training_by_staff taken`.`staff.grade.category rolled up` = `all cells`.`staff.grade.category rolled up`
    AND `training_by_staff taken`.`staff.grade.category` IS NOT DISTINCT FROM `all cells`.`staff.grade.category`
    AND `training_by_staff taken`.`staff.gender rolled up` = `all cells`.`staff.gender rolled up`
    AND `training_by_staff taken`.`staff.gender` IS NOT DISTINCT FROM `all cells`.`staff.gender`
), `formulas` AS (
  -- The formulas over measures, each with the reason why it may have no value.
  SELECT
    `measures`.*,
    -- Staff who have completed every course due, in percent = 100 * completed_all / with_course_due
    CAST(CAST(100 AS DECIMAL(19, 0)) * CAST(`completed_all` AS DECIMAL(18, 0)) AS DOUBLE) / NULLIF(`with_course_due`, 0) AS `completion`,
    LEAST(`completed_all reason`, `with_course_due reason`, CASE WHEN `with_course_due` = 0 THEN 3 ELSE 9 END) AS `completion reason`,
    -- Courses due that are completed, in percent = 100 * sum_completed / sum_due
    CAST(100 * `sum_completed` AS DOUBLE) / NULLIF(`sum_due`, 0) AS `course_completion`,
    LEAST(`sum_completed reason`, `sum_due reason`, CASE WHEN `sum_due` = 0 THEN 3 ELSE 9 END) AS `course_completion reason`,
    -- Staff with a course due, in staff = with_course_due
    `with_course_due` AS `staff_in_scope`,
    `with_course_due reason` AS `staff_in_scope reason`
  FROM `measures`
)
SELECT
  `breakdown`,
  `staff.sector`,
  `staff.duty_station`,
  `staff.grade.category`,
  `staff.gender`,
  GREATEST(`completed_all n`, `with_course_due n`, `sum_completed n`, `sum_due n`) AS `n`,
  `completion`,
  CASE
    WHEN `completion` IS NOT NULL
    THEN CAST(NULL AS STRING)
    WHEN `completion reason` = 1
    THEN 'not_submitted'
    WHEN `completion reason` = 2
    THEN 'no_data'
    WHEN `completion reason` = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS `completion_reason`,
  `course_completion`,
  CASE
    WHEN `course_completion` IS NOT NULL
    THEN CAST(NULL AS STRING)
    WHEN `course_completion reason` = 1
    THEN 'not_submitted'
    WHEN `course_completion reason` = 2
    THEN 'no_data'
    WHEN `course_completion reason` = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS `course_completion_reason`,
  `staff_in_scope`,
  CASE
    WHEN `staff_in_scope` IS NOT NULL
    THEN CAST(NULL AS STRING)
    WHEN `staff_in_scope reason` = 1
    THEN 'not_submitted'
    WHEN `staff_in_scope reason` = 2
    THEN 'no_data'
    WHEN `staff_in_scope reason` = 3
    THEN 'zero_denominator'
    ELSE 'invalid'
  END AS `staff_in_scope_reason`
FROM `formulas`
ORDER BY
  `breakdown` NULLS LAST,
  `staff.sector` NULLS LAST,
  `staff.duty_station` NULLS LAST,
  `staff.grade.category` NULLS LAST,
  `staff.gender` NULLS LAST;
