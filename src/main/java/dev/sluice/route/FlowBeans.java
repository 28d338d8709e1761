package dev.sluice.route;

import jakarta.inject.Named;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The objects whose methods flows call, by their {@linkplain Named names}. */
public final class FlowBeans {

    private final Map<String, Class<?>> beans = new TreeMap<>();

    public FlowBeans(Collection<Class<?>> beans) {
        beans.forEach(bean -> this.beans.put(bean.getAnnotation(Named.class).value(), bean));
    }

    public Set<String> names() {
        return beans.keySet();
    }

    /** With how many arguments a method can be called. */
    Set<Integer> arguments(String bean, String method) {
        Set<Integer> counts = new TreeSet<>();
        Arrays.stream(bean(bean).getMethods()).filter(one -> one.getName().equals(method))
                .map(Method::getParameterCount).forEach(counts::add);
        return counts;
    }

    /** The methods that a flow can call; of a bean that there is. */
    Set<String> methods(String bean) {
        Set<String> methods = new TreeSet<>();
        Arrays.stream(bean(bean).getMethods()).filter(method -> method.getDeclaringClass() != Object.class)
                .map(Method::getName).forEach(methods::add);
        return methods;
    }

    private Class<?> bean(String name) {
        return Objects.requireNonNull(beans.get(name), name);
    }

    /** Those that a provider's own flow may call, as {@code bean.method}. */
    Set<String> forProviders() {
        Set<String> methods = new TreeSet<>();
        beans.forEach((name, bean) -> Arrays.stream(bean.getMethods())
                .filter(method -> method.isAnnotationPresent(ForProviders.class))
                .forEach(method -> methods.add(name + "." + method.getName())));
        return methods;
    }
}
