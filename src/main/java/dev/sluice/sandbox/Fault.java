package dev.sluice.sandbox;

/** The ways in which a double can be told to misbehave; {@code argument} stands in for a number not given. */
enum Fault {
    SLOW("slow", 2000, "takes effect, then answers after so many milliseconds"),
    ERROR_500("error-500", Fault.ALWAYS, "HTTP 500, no effect"),
    ERROR_500_AFTER("error-500-after", Fault.ALWAYS, "takes effect, then HTTP 500"),
    RESET_BEFORE("reset-before", Fault.ALWAYS, "closes the connection, no effect"),
    RESET_AFTER("reset-after", Fault.ALWAYS, "takes effect, then closes the connection without an answer"),
    GARBLED("garbled", Fault.ALWAYS, "takes effect, then answers half a JSON body"),
    THROTTLE("throttle", 2, "HTTP 429 with Retry-After: 1, no effect, so many times"),
    UNAVAILABLE("unavailable", Fault.ALWAYS, "HTTP 503, no effect"),
    REDIRECT("redirect", Fault.ALWAYS, "HTTP 302, no effect"),
    CODE("code", 300, "the provider's error code of that number, no effect"),
    REFUSE("refuse", Fault.ALWAYS, "hambit: code 300, no effect"),
    CONTRADICT("contradict", Fault.ALWAYS, "takes effect, then success by HTTP and an error in the body"),
    WRONG_ECHO("wrong-echo", Fault.ALWAYS, "takes effect, but with another amount or mobile than asked"),
    NO_REFERENCE("accept-no-reference", Fault.ALWAYS, "takes effect, and answers success without its own id"),
    UNLISTED_STATUS("unlisted-status", Fault.ALWAYS, "hambit: the order stands at status 16, which nothing lists"),
    FAIL("fail", Fault.ALWAYS, "hambit: the order ends at status 32"),
    STAY("stay", Fault.ALWAYS, "hambit: the order stays at status 2"),
    LOST_QUERY("lost-query", 2, "hambit: so many queries of the order are closed without an answer"),
    BUSY("busy", 2, "messagehub: 2121 so many times, no effect"),
    TOKEN_INVALID("token-invalid", 1, "messagehub: the access token is void, 1009, so many times"),
    REFRESH_REFUSED("refresh-refused", 1, "messagehub: the access token is void and its refresh token too");

    static final int ALWAYS = Integer.MAX_VALUE;

    final String text;
    final int argument;
    final String help;

    Fault(String text, int argument, String help) {
        this.text = text;
        this.argument = argument;
        this.help = help;
    }
}
