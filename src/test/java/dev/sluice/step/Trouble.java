package dev.sluice.step;

/**
 * What may go wrong in a simulated run, each at most so often.
 *
 * @param crashes    the process dies between two sub-steps: the queue's transaction is rolled back
 * @param lost       no answer comes, with or without effect
 * @param notSent    the call never leaves
 * @param askedFrom  asks that come from outside the chain: webhooks and the sweep
 * @param duplicates further messages of the same request
 */
record Trouble(int crashes, int lost, int notSent, int askedFrom, int duplicates) {

    Trouble oneCrashLess() {
        return new Trouble(crashes - 1, lost, notSent, askedFrom, duplicates);
    }

    Trouble oneLostLess() {
        return new Trouble(crashes, lost - 1, notSent, askedFrom, duplicates);
    }

    Trouble oneNotSentLess() {
        return new Trouble(crashes, lost, notSent - 1, askedFrom, duplicates);
    }

    Trouble oneAskLess() {
        return new Trouble(crashes, lost, notSent, askedFrom - 1, duplicates);
    }
}
