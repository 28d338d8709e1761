/** Certificates and keys as they stand in files, and what a connection is secured with by them. */
@NullMarked
package dev.sluice.tls;

import org.jspecify.annotations.NullMarked;
