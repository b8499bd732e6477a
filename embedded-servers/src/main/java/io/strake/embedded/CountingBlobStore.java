/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.embedded;

import java.util.concurrent.atomic.AtomicLong;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.domain.Blob;
import org.jclouds.blobstore.domain.PageSet;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.GetOptions;
import org.jclouds.blobstore.options.ListContainerOptions;
import org.jclouds.blobstore.util.ForwardingBlobStore;

/** A store that counts what is asked of it. Thread-safe. */
final class CountingBlobStore extends ForwardingBlobStore {
  private final AtomicLong lists = new AtomicLong();
  private final AtomicLong gets = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  CountingBlobStore(BlobStore delegate) {
    super(delegate);
  }

  ServedRequests served() {
    return new ServedRequests(lists.get(), gets.get(), bytes.get());
  }

  @Override
  public PageSet<? extends StorageMetadata> list(String container, ListContainerOptions options) {
    lists.incrementAndGet();
    return super.list(container, options);
  }

  @Override
  public Blob getBlob(String container, String name, GetOptions options) {
    Blob blob = super.getBlob(container, name, options);
    if (blob != null) {
      gets.incrementAndGet();
      Long length = blob.getMetadata().getContentMetadata().getContentLength();
      bytes.addAndGet(length == null ? 0 : length);
    }
    return blob;
  }
}
