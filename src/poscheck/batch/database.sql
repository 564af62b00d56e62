-- The results of a batch. `entry` is the key of everything: the number of a part times 1,000,000 plus the line's place
-- in it, from 0; entries of earlier runs are negative. Ask the views first.

CREATE TABLE runs ( -- this run, and the earlier ones that were given with --previous
  age INTEGER PRIMARY KEY, -- 0 is this run, 1 the one before it, and so on
  run_id TEXT NOT NULL, -- digest of the ruleset, the date and the list of files
  as_of TEXT NOT NULL, -- the date judged as of
  ruleset_id TEXT NOT NULL, -- the ruleset's id
  ruleset_version TEXT NOT NULL, -- the ruleset's version
  ruleset_digest TEXT NOT NULL, -- SHA-256 of the ruleset's files
  poscheck TEXT NOT NULL, -- the version of the program
  complete INTEGER NOT NULL -- 1 once every part is here; 0 while the batch runs
);

CREATE TABLE parts ( -- the parts of this run that are here already
  number INTEGER PRIMARY KEY, -- the part's number, from 0
  digest TEXT NOT NULL, -- SHA-256 of the part's file
  outcomes TEXT NOT NULL -- its share of rule_outcomes, as JSON
);

CREATE TABLE submissions ( -- the summary of each submission, of this run and of earlier ones
  entry INTEGER PRIMARY KEY, -- the submission's key
  age INTEGER NOT NULL, -- the run it belongs to, as in runs
  source TEXT NOT NULL, -- the name of the file, of the archive's member, or of the line
  digest TEXT NOT NULL, -- SHA-256 of the file
  id TEXT, -- the district's own number or short name for the submission
  district TEXT, -- the district's name
  district_id TEXT, -- the federal number of the district
  state TEXT, -- the postal code of the state
  school TEXT, -- the schools that offer the program
  program TEXT, -- the program's title
  cluster TEXT, -- the career cluster
  cip TEXT, -- the federal program code
  ready INTEGER NOT NULL, -- 1 where it may be submitted, else 0
  verdict TEXT NOT NULL, -- meets, does_not_meet or undecided
  score_low REAL, -- the score that is confirmed, from 0 to 1; empty where nothing applies
  score_high REAL, -- the score that is still possible
  met INTEGER NOT NULL, -- how many rules came to met
  not_met INTEGER NOT NULL, -- … to not met
  incomplete INTEGER NOT NULL, -- … to incomplete
  needs_review INTEGER NOT NULL, -- … to needs review
  not_applicable INTEGER NOT NULL, -- … to not applicable
  problems INTEGER NOT NULL, -- how many values do not fit the contract
  near INTEGER NOT NULL, -- how many criteria there are of which one alone, if all its rules were met, would bring a better verdict
  reviews INTEGER NOT NULL, -- how many criteria, and questions about readiness, wait for a person
  page TEXT -- the scorecard's page in the folder of the run; empty where none was written
);

CREATE TABLE components ( -- the score of each component
  entry INTEGER NOT NULL, -- the submission
  component TEXT NOT NULL, -- the component's id
  low REAL NOT NULL, -- the score that is confirmed, from 0 to 1
  high REAL NOT NULL, -- the score that is still possible
  PRIMARY KEY (entry, component)
) WITHOUT ROWID;

CREATE TABLE details ( -- everything else about a submission
  entry INTEGER PRIMARY KEY, -- the submission
  result TEXT NOT NULL -- its line of results.jsonl
);

CREATE TABLE failures ( -- what is wrong with each file that could not be read
  entry INTEGER NOT NULL, -- the file's key
  number INTEGER NOT NULL, -- the problem's place among those of its file, from 1
  source TEXT NOT NULL, -- the name of the file
  digest TEXT, -- SHA-256 of the file; empty where it could not be read
  code TEXT NOT NULL, -- the kind of problem; each is explained in errors.md
  message TEXT NOT NULL, -- what is wrong
  line INTEGER, -- the line of the file, from 1
  "column" INTEGER, -- the column of the line, from 1
  allowed TEXT, -- what would fit
  suggestion TEXT, -- what was probably meant
  PRIMARY KEY (entry, number)
) WITHOUT ROWID;

CREATE TABLE texts ( -- long texts by what they say, to find the same text in many submissions
  entry INTEGER NOT NULL, -- the submission
  hash TEXT NOT NULL, -- 16 hex digits that are the same for the same words
  PRIMARY KEY (entry, hash)
) WITHOUT ROWID;

CREATE TABLE school_programs ( -- which program at which school, to find what was submitted twice
  entry INTEGER PRIMARY KEY, -- the submission
  school_program TEXT NOT NULL -- 16 hex digits that are the same for the same school and program
);

CREATE TABLE rule_outcomes ( -- how often each rule came to each outcome in this run, also rules that only inform and those of a state's duty, which the counts of a submission leave out
  rule TEXT NOT NULL, -- the rule's id
  outcome TEXT NOT NULL, -- met, not_met, incomplete, needs_review or not_applicable
  problem TEXT NOT NULL, -- missing, expired, not_yet, contradictory, insufficient; empty where there is none
  count INTEGER NOT NULL, -- in how many submissions
  PRIMARY KEY (rule, outcome, problem)
) WITHOUT ROWID;

CREATE TABLE matches ( -- the same program in this run and in the one before it
  entry INTEGER PRIMARY KEY, -- the submission in this run
  before INTEGER NOT NULL, -- the submission in the run before it
  matched_by TEXT NOT NULL -- by what they were found to be the same
);

CREATE TABLE ruleset_components ( -- the components of this run's ruleset
  component TEXT PRIMARY KEY, -- the component's id
  number INTEGER NOT NULL, -- its number
  title TEXT NOT NULL, -- its title
  weight REAL NOT NULL, -- its weight in the overall score
  minimum REAL NOT NULL -- the lowest score that it may have, from 0 to 1
) WITHOUT ROWID;

CREATE TABLE ruleset_criteria ( -- the criteria of this run's ruleset
  criterion TEXT PRIMARY KEY, -- the criterion's id
  component TEXT NOT NULL, -- the component it belongs to
  place INTEGER NOT NULL, -- its place in the ruleset, from 1
  title TEXT NOT NULL, -- its title
  required INTEGER NOT NULL, -- 1 where the verdict needs it
  scored INTEGER NOT NULL -- 0 for a state's duty, which counts in no score
) WITHOUT ROWID;

CREATE TABLE ruleset_rules ( -- the rules of this run's ruleset
  rule TEXT PRIMARY KEY, -- the rule's id
  criterion TEXT, -- the criterion it belongs to; empty for a rule of readiness
  place INTEGER NOT NULL, -- its place in the ruleset, from 1, and that of its letter in the outcomes of a result line
  level INTEGER, -- the rating it is asked for; empty for a rule of readiness
  rated INTEGER NOT NULL, -- 0 where it only informs
  question TEXT NOT NULL -- what it asks
) WITHOUT ROWID;

CREATE VIEW v_latest AS -- the submissions of this run, with the date and the ruleset they were judged by
SELECT
  submissions.*, -- every column of submissions
  runs.as_of, -- the date judged as of
  runs.ruleset_id, -- the ruleset's id
  runs.ruleset_version -- the ruleset's version
FROM submissions JOIN runs USING (age)
WHERE age = 0;

CREATE VIEW v_year_on_year AS -- each submission of this run beside the same program in the run before it
SELECT
  now.entry, -- the submission
  now.source, -- the name of its file
  now.district, -- the district's name
  now.program, -- the program's title
  matches.matched_by, -- by what both were found to be the same; empty, with all that was before, for a new program
  before.source AS source_before, -- the name of the file in the run before
  before.verdict AS verdict_before, -- the verdict in the run before
  now.verdict, -- the verdict in this run
  before.score_low AS score_low_before, -- the confirmed score in the run before
  now.score_low, -- the confirmed score in this run
  round(now.score_low - before.score_low, 4) AS score_low_change, -- what was gained; negative where it fell
  before.score_high AS score_high_before, -- the possible score in the run before
  now.score_high -- the possible score in this run
FROM submissions AS now
LEFT JOIN matches ON matches.entry = now.entry
LEFT JOIN submissions AS before ON before.entry = matches.before
WHERE now.age = 0;

CREATE VIEW v_criteria AS -- the rating of each criterion that applies to a submission of this run, one row each
SELECT
  submissions.entry, -- the submission
  submissions.source, -- the name of its file
  submissions.district, -- the district's name
  submissions.program, -- the program's title
  ratings.key AS criterion, -- the criterion's id
  ruleset_criteria.title, -- its title
  ruleset_criteria.required, -- 1 where the verdict needs it
  json_extract(ratings.value, '$[0]') AS low, -- the rating that is confirmed
  json_extract(ratings.value, '$[1]') AS high, -- the rating that is still possible
  json_extract(ratings.value, '$[2]') AS top -- the highest rating that any of its rules asks for
FROM details
JOIN submissions USING (entry)
JOIN json_each(details.result, '$.ratings') AS ratings
JOIN ruleset_criteria ON ruleset_criteria.criterion = ratings.key
WHERE ratings.type = 'array';
