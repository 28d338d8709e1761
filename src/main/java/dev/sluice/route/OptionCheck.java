package dev.sluice.route;

import dev.sluice.config.KnownSettings;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.provider.Providers;
import dev.sluice.text.Nearest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.selector.filter.FilterException;
import org.apache.activemq.artemis.selector.impl.SelectorParser;
import org.apache.camel.CamelContext;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;

/** Looks at what options of an address are set to, and at the settings that texts of flows name. */
final class OptionCheck {

    private static final Pattern SETTING = Pattern.compile("\\{\\{\\??([A-Za-z0-9.-]+)}}");

    private final CamelContext camel;
    private final Providers providers;

    OptionCheck(CamelContext camel, Providers providers) {
        this.camel = camel;
        this.providers = providers;
    }

    /** What is wrong with the value of an option, if anything; one that is only known later is not looked at. */
    Optional<String> fault(String scheme, String option, String value) {
        PropertyConfigurer configurer = PluginHelper.getConfigurerResolver(camel)
                .resolvePropertyConfigurer(scheme + "-endpoint-configurer", camel);
        if (!(configurer instanceof PropertyConfigurerGetter getter) || value.contains("{{") || value.contains("${")
                || value.startsWith("#")
                || value.startsWith("RAW")) {
            return Optional.empty();
        }
        if (scheme.equals("jms") && option.equals("selector")) {
            return selects(URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8)) ? Optional.empty()
                    : Optional.of("must be a condition such as kind = 'card'");
        }
        Set<String> words = words(scheme, option);
        if (!words.isEmpty() && words.stream().noneMatch(word -> plain(word).equals(plain(value)))) {
            return Optional.of("must be one of " + String.join(", ", words));
        }
        Class<?> type = getter.getOptionType(option, true);
        if (type == null) {
            return Optional.empty();
        }
        if (type.isEnum()) {
            boolean known = Arrays.stream(type.getEnumConstants())
                    .anyMatch(one -> plain(one.toString()).equals(plain(value)));
            return known ? Optional.empty() : Optional.of("must be one of "
                    + String.join(", ", Arrays.stream(type.getEnumConstants()).map(Object::toString).toList()));
        }
        if (type == boolean.class || type == Boolean.class) {
            return value.matches("(?i)true|false") ? Optional.empty() : Optional.of("must be true or false");
        }
        boolean number = type == int.class || type == Integer.class || type == long.class || type == Long.class
                || type == Duration.class;
        return !number || camel.getTypeConverter().tryConvertTo(Duration.class, value) != null
                || value.matches("-?[0-9]+")
                        ? Optional.empty() : Optional.of("must be a number");
    }

    /** One that does not the broker would refuse again and again, once the flow is there. */
    private static boolean selects(String selector) {
        try {
            SelectorParser.parse(selector);
            return true;
        } catch (FilterException e) {
            return false;
        }
    }

    /** The words that Camel's catalog lists for an option, none where it lists none. */
    private Set<String> words(String scheme, String option) {
        Set<String> words = new TreeSet<>();
        try {
            String described = camel instanceof CatalogCamelContext catalog
                    ? catalog.getComponentParameterJsonSchema(scheme) : null;
            if (described != null) {
                Json.read(described, Json.Numbers.KEPT).path("properties").path(option).path("enum")
                        .forEach(word -> words.add(word.asText()));
            }
        } catch (IOException | Unreadable e) {
            // Then Camel itself tells, when it makes the flow.
        }
        return words;
    }

    /** The first setting that a text names and that there is not. */
    Optional<String> unknownSetting(String text) {
        Matcher setting = SETTING.matcher(text);
        while (setting.find()) {
            String name = setting.group(1);
            boolean known = name.startsWith("sluice.") && !name.startsWith("sluice.providers.")
                    ? KnownSettings.names().contains(name)
                    : name.startsWith("providers.") ? isOfAProvider(name)
                            : setting.group().startsWith("{{?")
                                    || camel.getPropertiesComponent().resolveProperty(name).isPresent();
            if (!known) {
                return Optional.of(name + ", a setting that there is not" + Nearest.hint(name, KnownSettings.names()));
            }
        }
        return Optional.empty();
    }

    /** Also where nothing can be said of it, as its file has mistakes. */
    private boolean isOfAProvider(String name) {
        String provider = name.split("\\.", -1)[1];
        return providers.get(provider) == null ? providers.names().contains(provider)
                : new ProviderPlaceholders(providers).getProperty(name) != null;
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }
}
