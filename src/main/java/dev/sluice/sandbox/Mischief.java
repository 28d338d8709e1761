package dev.sluice.sandbox;

/** The ways in which a double can be told to misbehave; {@code argument} stands in for a number not given. */
enum Mischief {
    SLOW("slow", 2000, "takes effect, then answers after so many milliseconds"),
    ERROR_500("error-500", Mischief.ALWAYS, "HTTP 500, no effect"),
    ERROR_500_AFTER("error-500-after", Mischief.ALWAYS, "takes effect, then HTTP 500"),
    RESET_BEFORE("reset-before", Mischief.ALWAYS, "closes the connection, no effect"),
    RESET_AFTER("reset-after", Mischief.ALWAYS, "takes effect, then closes the connection without an answer"),
    GARBLED("garbled", Mischief.ALWAYS, "takes effect, then answers half a JSON body"),
    THROTTLE("throttle", 2, "HTTP 429 with Retry-After: 1, no effect, so many times"),
    UNAVAILABLE("unavailable", Mischief.ALWAYS, "HTTP 503, no effect"),
    REDIRECT("redirect", Mischief.ALWAYS, "HTTP 302, no effect"),
    CODE("code", 300, "the provider's error code of that number (authtool: HTTP status), no effect"),
    REFUSE("refuse", Mischief.ALWAYS, "hambit: code 300, aeterna: code refused, no effect"),
    CONTRADICT("contradict", Mischief.ALWAYS, "takes effect, then success by HTTP and an error in the body"),
    WRONG_ECHO("wrong-echo", Mischief.ALWAYS, "takes effect, but with another amount, mobile or key than asked"),
    NO_REFERENCE("accept-no-reference", Mischief.ALWAYS, "takes effect, and answers success without its own id"),
    UNLISTED_STATUS("unlisted-status", Mischief.ALWAYS,
            "the order stands at a status that nothing lists: hambit 16, others frozen"),
    FAIL("fail", Mischief.ALWAYS, "the order ends failed: hambit 32, aeterna failed, htp FAILED"),
    EXPIRE("expire", Mischief.ALWAYS, "htp: the order ends EXPIRED"),
    STAY("stay", Mischief.ALWAYS, "the order never ends: hambit 2, aeterna processing, htp PENDING"),
    LOST_QUERY("lost-query", 2, "so many queries of the order are closed without an answer"),
    BUSY("busy", 2, "messagehub: 2121 so many times, no effect"),
    TOKEN_INVALID("token-invalid", 1, "messagehub 1009, htp 401: the access token is void, so many times, no effect"),
    REFRESH_REFUSED("refresh-refused", 1, "messagehub: the access token is void and its refresh token too"),
    UNREADABLE("unreadable", Mischief.ALWAYS, "authtool: takes effect, data is encrypted with another key"),
    WEBHOOK_NONE("webhook-none", Mischief.ALWAYS, "no webhook is sent"),
    WEBHOOK_FORGED("webhook-forged", Mischief.ALWAYS,
            "the only webhook is signed with another key and tells the opposite"),
    WEBHOOK_STALE("webhook-stale", Mischief.ALWAYS, "hambit: the only webhook's timestamp is 10 minutes old"),
    WEBHOOK_TWICE("webhook-twice", Mischief.ALWAYS, "the webhook comes a second time, byte for byte"),
    WEBHOOK_RESPACED("webhook-respaced", Mischief.ALWAYS,
            "the webhook is printed over several lines; aeterna: signed as if it were on one"),
    WEBHOOK_BEFORE_ANSWER("webhook-before-answer", Mischief.ALWAYS,
            "the order ends at once and its webhook is sent before the create is answered");

    static final int ALWAYS = Integer.MAX_VALUE;

    final String text;
    final int argument;
    final String help;

    Mischief(String text, int argument, String help) {
        this.text = text;
        this.argument = argument;
        this.help = help;
    }
}
