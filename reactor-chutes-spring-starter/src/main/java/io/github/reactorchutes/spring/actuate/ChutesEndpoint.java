package io.github.reactorchutes.spring.actuate;

import io.github.reactorchutes.spring.ChutesClients;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The actuator endpoint {@code chutes}: the current status of each client, without secrets.
 *
 * @since 0.1.0
 */
@Endpoint(id = "chutes", defaultAccess = Access.READ_ONLY)
public final class ChutesEndpoint {

    private final ChutesClients clients;

    /**
     * Create the endpoint.
     *
     * @param clients the clients
     */
    public ChutesEndpoint(ChutesClients clients) {
        this.clients = clients;
    }

    /** {@return the status of each client} */
    @ReadOperation
    public Map<String, Object> clients() {
        Map<String, Object> snapshot = new LinkedHashMap<>();
        clients.names().forEach(name -> snapshot.put(name, StatusDetails.forEndpoint(clients.status(name))));
        return Map.of("clients", snapshot);
    }
}
