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
 * @param taken      times that the broker takes a message back while its worker goes on
 */
record Trouble(int crashes, int lost, int notSent, int askedFrom, int duplicates, int told, int decisions, int taken) {

    Trouble(int crashes, int lost, int notSent, int askedFrom, int duplicates) {
        this(crashes, lost, notSent, askedFrom, duplicates, 0, 0, 0);
    }

    Trouble with(int webhooks, int decisions) {
        return new Trouble(crashes, lost, notSent, askedFrom, duplicates, webhooks, decisions, taken);
    }

    Trouble takenBack(int times) {
        return new Trouble(crashes, lost, notSent, askedFrom, duplicates, told, decisions, times);
    }

    Trouble oneTakenLess() {
        return takenBack(taken - 1);
    }

    Trouble oneCrashLess() {
        return new Trouble(crashes - 1, lost, notSent, askedFrom, duplicates, told, decisions, taken);
    }

    Trouble oneLostLess() {
        return new Trouble(crashes, lost - 1, notSent, askedFrom, duplicates, told, decisions, taken);
    }

    Trouble oneNotSentLess() {
        return new Trouble(crashes, lost, notSent - 1, askedFrom, duplicates, told, decisions, taken);
    }

    Trouble oneAskLess() {
        return new Trouble(crashes, lost, notSent, askedFrom - 1, duplicates, told, decisions, taken);
    }

    Trouble oneWebhookLess() {
        return new Trouble(crashes, lost, notSent, askedFrom, duplicates, told - 1, decisions, taken);
    }

    Trouble oneDecisionLess() {
        return new Trouble(crashes, lost, notSent, askedFrom, duplicates, told, decisions - 1, taken);
    }
}
