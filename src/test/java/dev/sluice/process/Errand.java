package dev.sluice.process;

/** What Sluice is sent to do, one for each policy of a lost answer: ask, a person, repeat. */
enum Errand {
    EXCHANGE("orders", "hambit", "order-created"),
    PAYIN("orders", "aeterna", "order-created"),
    TOPUP("orders", "htp", "card-topup"),
    OTP("otp", "messagehub", "otp-sent"),
    LICENCE("licenses", "authtool", "device-activated");

    final String family;
    final String provider;
    /** The kind of effect at the double. */
    final String effect;

    Errand(String family, String provider, String effect) {
        this.family = family;
        this.provider = provider;
        this.effect = effect;
    }
}
