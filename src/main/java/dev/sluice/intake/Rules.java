package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.Contract;
import dev.sluice.ledger.Elsewhere;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Category;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a readable request must keep to before it is passed on, and who serves it. */
@Singleton
public class Rules {

    private final Contract contract;
    private final Providers providers;
    private final Routing routing;
    private final Ledger ledger;

    Rules(Contract contract, Providers providers, Routing routing, Ledger ledger) {
        this.contract = contract;
        this.providers = providers;
        this.routing = routing;
        this.ledger = ledger;
    }

    /**
     * Checks a request. Its provider and account are written into it, and what its provider must know of an earlier
     * one.
     *
     * @param tenant  whose it is, if there are tenants; it knows of no other's requests
     * @param queueOf the provider whose own queue it came by, none on the shared queue
     * @return who does it where its provider certainly did nothing, if anybody
     * @throws Refused for the first rule that it breaks
     */
    @Nullable
    Elsewhere admit(String family, String tenant, ObjectNode request, @Nullable String queueOf) throws Refused {
        check(contract.check(family, request).map(violation -> violation.text()), Category.VALIDATION);
        Key key = new Key(family, tenant, request.path("requestId").asText());
        Optional<Routing.Target> rule = queueOf == null && !request.has("provider") ? routing.route(family, request)
                : Optional.empty();
        Provider provider = provider(family, request, queueOf, rule);
        String operation = request.path("operation").asText();
        String member = Objects.requireNonNull(contract.member(family), family);
        Operation known = fitting(provider, request, member);
        taken(provider, key, request);
        check(Optional.ofNullable(provider.unusable(request.path("account").asText())), Category.CONFIGURATION);
        check(Optional.ofNullable(provider.unusableOperation(operation)), Category.CONFIGURATION);
        about(provider, known, key, request, member);
        return rule.map(Routing.Target::otherwise).filter(other -> !other.equals(new Elsewhere(provider.name(),
                request.path("account").asText()))).filter(other -> takes(other, key, request, member)).orElse(null);
    }

    /** The operation of the provider, where it takes what the request has. */
    private Operation fitting(Provider provider, ObjectNode request, String member) throws Refused {
        String operation = request.path("operation").asText();
        check(contract.checkFields(provider.name(), operation, request.get(member), member)
                .map(violation -> violation.text()), Category.VALIDATION);
        reserved(provider, request.path(member), member);
        Operation known = Objects.requireNonNull(provider.operations().get(operation), operation);
        templated(known, request.path(member), member);
        return known;
    }

    /** Whether another provider takes all that the request has; if not, its own one is the only one. */
    private boolean takes(Elsewhere other, Key key, ObjectNode request, String member) {
        Provider provider = providers.get(other.provider());
        try {
            return provider != null && provider.unusable(other.account()) == null
                    && provider.unusableOperation(request.path("operation").asText()) == null
                    && provider.requestIds().fault(key.name()) == null
                    && provider.minorUnits().fault(request) == null
                    && fitting(provider, request, member).about() == null;
        } catch (Refused e) {
            return false;
        }
    }

    /** One that came before is answered with what became of it, whatever the provider takes now. */
    private void taken(Provider provider, Key key, ObjectNode request) throws Refused {
        String number = provider.requestIds().fault(key.name());
        String fault = number != null ? number : provider.minorUnits().fault(request);
        if (fault != null && ledger.find(key).isEmpty()) {
            throw new Refused(Category.VALIDATION, fault);
        }
    }

    /** The provider that serves the request; it and its account are written into the request. */
    private Provider provider(String family, ObjectNode request, @Nullable String queueOf,
            Optional<Routing.Target> rule) throws Refused {
        String named = request.path("provider").asText(queueOf);
        String account = null;
        if (queueOf != null && !queueOf.equals(named)) {
            throw new Refused(Category.VALIDATION, "provider: must be absent or " + queueOf + " on this queue");
        }
        if (named == null) {
            Routing.Target target = rule.orElseThrow(() -> new Refused(Category.VALIDATION,
                    "provider: is required, since no routing rule names one for this request"));
            named = target.provider();
            account = target.account();
        }
        Provider provider = providers.get(named);
        if (provider == null || !provider.family().equals(family)) {
            throw new Refused(Category.VALIDATION, "provider: is not a provider of the family " + family);
        }
        request.put("provider", named);
        request.put("account", request.path("account").asText(account == null ? "default" : account));
        return provider;
    }

    private static void reserved(Provider provider, JsonNode content, String member) throws Refused {
        for (Map.Entry<String, JsonNode> field : content.properties()) {
            String text = field.getValue().asText();
            if (provider.reserved().chars().anyMatch(character -> text.indexOf(character) >= 0)) {
                throw new Refused(Category.VALIDATION, member + "." + field.getKey() + ": must not hold any of "
                        + provider.reserved() + ", which " + provider.name() + "'s signature cannot tell apart");
            }
        }
    }

    /** Of the free {@code fields}, only those that the operator's body template uses are sent; others would be lost. */
    private static void templated(Operation operation, JsonNode content, String member) throws Refused {
        if (operation.fields() != null) {
            for (Map.Entry<String, JsonNode> field : content.path("fields").properties()) {
                if (!operation.fields().contains(field.getKey())) {
                    throw new Refused(Category.VALIDATION, member + ".fields." + field.getKey()
                            + ": is not used by the body of this operation");
                }
            }
        }
    }

    /** A request about an earlier one: what the provider must be told of that one is written into the request. */
    private void about(Provider provider, Operation operation, Key key, ObjectNode request, String member)
            throws Refused {
        if (operation.about() == null || !request.path(member).has(operation.about().field())) {
            return;
        }
        String field = member + "." + operation.about().field();
        String id = request.path(member).path(operation.about().field()).asText();
        Entry earlier = ledger.find(new Key(key.family(), key.tenant(), id))
                .filter(entry -> entry.provider().equals(provider.name())
                        && entry.account().equals(request.path("account").asText()))
                .orElseThrow(() -> new Refused(Category.NOT_FOUND, field + ": no such request of this provider and"
                        + " account is known"));
        if (!operation.about().operations().contains(earlier.operation())) {
            throw new Refused(Category.VALIDATION,
                    field + ": must be a request for " + String.join(" or ", operation.about().operations()));
        }
        if (operation.about().accepted() && earlier.providerReference() == null) {
            throw new Refused(Category.NOT_FOUND, field + ": the provider has not accepted that request");
        }
        request.putObject("earlier").put("requestId", earlier.orderNumber()).put("operation", earlier.operation())
                .put("providerReference", earlier.providerReference());
    }

    private static void check(Optional<String> reason, Category category) throws Refused {
        if (reason.isPresent()) {
            throw new Refused(category, reason.get());
        }
    }
}
