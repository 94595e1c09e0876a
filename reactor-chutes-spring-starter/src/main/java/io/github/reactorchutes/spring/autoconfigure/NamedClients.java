package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.properties.ClientProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Binds each client on top of the shared settings, so that its own value wins even if it equals the default, and keeps
 * the name under which Boot found it.
 */
final class NamedClients implements BindHandler {

    private final ConfigurationPropertyName parent;

    private final Supplier<ClientProperties> shared;

    private final Map<String, ConfigurationPropertyName> roots = new LinkedHashMap<>();

    /**
     * Prepare the binding.
     *
     * @param parent the name of the map
     * @param shared makes a copy of the shared settings
     */
    NamedClients(ConfigurationPropertyName parent, Supplier<ClientProperties> shared) {
        this.parent = parent;
        this.shared = shared;
    }

    Map<String, ClientProperties> bind(Binder binder) {
        return binder.bind(parent, Bindable.mapOf(String.class, ClientProperties.class), this)
                .orElseGet(Map::of);
    }

    ConfigurationPropertyName root(String name) {
        return roots.getOrDefault(name, parent);
    }

    @Override
    @SuppressWarnings("unchecked") // the type of the map's values
    public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        if (!parent.isParentOf(name)) {
            return target;
        }
        roots.putIfAbsent(name.getLastElement(Form.ORIGINAL), name);
        return target.withSuppliedValue(() -> (T) shared.get());
    }
}
