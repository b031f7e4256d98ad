/** The API's reference: an OpenAPI document that is made from the code, and a page to try it on. */
@NullMarked
package dev.sandi.ingress.docs;

import org.jspecify.annotations.NullMarked;
