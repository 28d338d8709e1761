-- By which plan a step was done: the fingerprint of the files that it follows from; null of steps before this.
ALTER TABLE journal ADD COLUMN plan TEXT;
