package dev.sluice.flow;

/** What upstream systems may speak. */
enum Protocol {
    AMQP, CORE, STOMP;

    Upstream connect(int port) {
        return switch (this) {
            case AMQP -> JmsUpstream.amqp(port);
            case CORE -> JmsUpstream.core(port);
            case STOMP -> new StompUpstream(port);
        };
    }
}
