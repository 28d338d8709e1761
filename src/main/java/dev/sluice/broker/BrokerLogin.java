package dev.sluice.broker;

import java.security.Principal;
import java.util.HashSet;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.security.auth.Subject;
import javax.security.auth.x500.X500Principal;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.jspecify.annotations.Nullable;

/**
 * Lets the users of the embedded broker in, and has each do what its role may. A temporary queue is for the user alone
 * that made it: its name is no secret, for it stands in requests.
 */
final class BrokerLogin extends ActiveMQJAASSecurityManager {

    private static final Set<CheckType> OF_THE_OWNER = Set.of(CheckType.CONSUME, CheckType.BROWSE,
            CheckType.DELETE_NON_DURABLE_QUEUE);

    /** Whether a name is known is not to be told from how long an answer takes. */
    private static final BrokerUser NOBODY = BrokerUser.hashed("nobody", BrokerRole.UPSTREAM,
            UUID.randomUUID().toString());

    private final Map<String, BrokerUser> users;
    private final DoorRefusals refusals;
    private volatile @Nullable ActiveMQServer broker;

    BrokerLogin(Map<String, BrokerUser> users, DoorRefusals refusals) {
        this.users = users;
        this.refusals = refusals;
    }

    /** Before anybody connects. */
    void guards(ActiveMQServer starting) {
        broker = starting;
    }

    @Override
    public @Nullable Subject authenticate(@Nullable String name, @Nullable String password,
            RemotingConnection connection, @Nullable String domain) {
        X500Principal shown = shown(connection);
        BrokerUser user = name == null || isOf(shown, name) ? called(shown) : users.getOrDefault(name, NOBODY);
        if (!user.isProved(password, shown) || user == NOBODY) {
            return null;
        }
        Set<Principal> is = new HashSet<>(Set.of(new UserPrincipal(user.name()), new RolePrincipal(user.role().id())));
        if (!user.tenant().isEmpty()) {
            is.add(new RolePrincipal(Rights.role(user.tenant())));
        }
        return new Subject(true, is, Set.of(), Set.of());
    }

    /** Whom a client's certificate names, which somebody issued who is believed; nothing where there was none. */
    private static @Nullable X500Principal shown(RemotingConnection connection) {
        X509Certificate[] chain = CertificateUtil.getCertsFromConnection(connection);
        return chain == null || chain.length == 0 ? null : chain[0].getSubjectX500Principal();
    }

    /** AMQP gives the certificate's name for the user's. */
    private static boolean isOf(@Nullable X500Principal shown, String name) {
        return shown != null && shown.getName().equals(name);
    }

    /** Who says no name is whom the certificate names. */
    private BrokerUser called(@Nullable X500Principal shown) {
        return users.values().stream().filter(user -> shown != null && shown.equals(user.certificate())).findFirst()
                .orElse(NOBODY);
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType right, String address) {
        boolean allowed = super.authorize(subject, roles, right, address)
                && !(OF_THE_OWNER.contains(right) && isAnothers(address, getUserFromSubject(subject)));
        if (!allowed) {
            refusals.count(DoorRefusal.NO_RIGHT);
        }
        return allowed;
    }

    private boolean isAnothers(String address, String user) {
        ActiveMQServer asked = broker;
        Queue queue = asked == null ? null
                : asked.locateQueue(CompositeAddress.extractQueueName(SimpleString.of(address)));
        return queue != null && queue.isTemporary() && !SimpleString.of(user).equals(queue.getUser());
    }
}
