package dev.sluice.step;

/**
 * What may go wrong in a simulated run, each at most so often.
 *
 * @param crashes    the process dies between two sub-steps: the queue's transaction is rolled back
 * @param lost       no answer comes, with or without effect
 * @param notSent    the call never leaves
 * @param askedFrom  asks that come from outside the chain: webhooks, the sweep, a person
 * @param duplicates further messages of the same request
 * @param told       webhooks that tell, truly, what became of it
 * @param decisions  times that a person says it failed
 */
record Trouble(int crashes, int lost, int notSent, int askedFrom, int duplicates, int told, int decisions) {

    Trouble(int crashes, int lost, int notSent, int askedFrom, int duplicates) {
        this(crashes, lost, notSent, askedFrom, duplicates, 0, 0);
    }

    Trouble with(int webhooks, int decisions) {
        return new Trouble(crashes, lost, notSent, askedFrom, duplicates, webhooks, decisions);
    }

    Trouble oneCrashLess() {
        return new Trouble(crashes - 1, lost, notSent, askedFrom, duplicates, told, decisions);
    }

    Trouble oneLostLess() {
        return new Trouble(crashes, lost - 1, notSent, askedFrom, duplicates, told, decisions);
    }

    Trouble oneNotSentLess() {
        return new Trouble(crashes, lost, notSent - 1, askedFrom, duplicates, told, decisions);
    }

    Trouble oneAskLess() {
        return new Trouble(crashes, lost, notSent, askedFrom - 1, duplicates, told, decisions);
    }

    Trouble oneWebhookLess() {
        return new Trouble(crashes, lost, notSent, askedFrom, duplicates, told - 1, decisions);
    }

    Trouble oneDecisionLess() {
        return new Trouble(crashes, lost, notSent, askedFrom, duplicates, told, decisions - 1);
    }
}
