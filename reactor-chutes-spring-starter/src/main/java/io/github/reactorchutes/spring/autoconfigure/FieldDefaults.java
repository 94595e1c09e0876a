package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.spring.properties.DefaultsProperties;
import java.util.Map;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;

/** The fields of requests whose defaults the settings contain. */
final class FieldDefaults {

    private FieldDefaults() {}

    static void apply(ChutesClient.Builder builder, ClientSettings settings) {
        DefaultsProperties defaults = settings.properties().getDefaults();
        apply(builder, settings, Endpoint.TEXT_TO_VIDEO, defaults.getTextToVideo());
        apply(builder, settings, Endpoint.IMAGE_TO_VIDEO, defaults.getImageToVideo());
        apply(builder, settings, Endpoint.FAST_IMAGE_TO_VIDEO, defaults.getFastImageToVideo());
    }

    private static void apply(ChutesClient.Builder builder, ClientSettings settings, Endpoint endpoint, Object bean) {
        BeanWrapper values = PropertyAccessorFactory.forBeanPropertyAccess(bean);
        for (Field field : endpoint.fields()) {
            Object value = field.isRequired() ? null : values.getPropertyValue(property(field));
            if (value != null) {
                set(builder, settings, endpoint, field, value);
            }
        }
    }

    private static void set(
            ChutesClient.Builder builder, ClientSettings settings, Endpoint endpoint, Field field, Object value) {
        try {
            builder.defaults(endpoint, Map.of(field.key(), value));
        } catch (InvalidVideoRequestException invalid) {
            String leaf = "defaults." + endpoint.name() + "." + leaf(field);
            throw settings.problem(
                    settings.key(leaf) + " " + invalid.problem() + ".", "Correct the value.", invalid, leaf);
        }
    }

    /** Return the name of the setting, such as {@code guidance-scale2}. */
    private static String leaf(Field field) {
        return field.key().replaceAll("_(\\d)", "$1").replace('_', '-');
    }

    /** Return the name of the bean's property, such as {@code guidanceScale2}. */
    private static String property(Field field) {
        StringBuilder name = new StringBuilder();
        for (String word : leaf(field).split("-", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
