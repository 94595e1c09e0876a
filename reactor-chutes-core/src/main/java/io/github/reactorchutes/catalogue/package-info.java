/**
 * The public chutes of the platform: which there are, what they take and answer, what they cost, and whether they are up.
 * Optional, and off the path of a call: nothing here is asked unless a {@link io.github.reactorchutes.catalogue.Catalogue}
 * is used.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.catalogue.Catalogue}: describes a chute, and searches for chutes
 *   <li>{@link io.github.reactorchutes.catalogue.CatalogueQuery}: what to search for
 *   <li>{@link io.github.reactorchutes.catalogue.ChuteDescription}: a chute, its price and its cords
 *   <li>{@link io.github.reactorchutes.catalogue.Cord}: one path of a chute; makes and validates requests
 *   <li>{@link io.github.reactorchutes.catalogue.CordField}: a field of a request
 *   <li>{@link io.github.reactorchutes.catalogue.FieldProblem}: why a chute would reject a field
 *   <li>{@link io.github.reactorchutes.catalogue.UnknownChuteException}: no chute has this name; offers similar ones
 *   <li>{@link io.github.reactorchutes.catalogue.PlatformCatalogue}: asks the platform; internal
 * </ul>
 *
 * <p><b>Experimental.</b> The platform's management API has no version and no promise of compatibility. What it sends is
 * read leniently: missing, unknown and mistyped members never fail, and are treated as absent. This package may change in
 * any release.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.catalogue;

import org.jspecify.annotations.NullMarked;
