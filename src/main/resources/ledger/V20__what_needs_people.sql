-- Which requests a provider contradicted after their end: few of all that is noted, looked for whenever a person asks what
-- needs one. Words from before this do not say whether they contradict.
CREATE INDEX act_contradiction ON act (at) WHERE act = 'word' AND detail IS NOT NULL;
