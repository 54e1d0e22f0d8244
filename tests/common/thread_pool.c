#define _POSIX_C_SOURCE 200809L

#include "thread_pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct thread_pool {
    pthread_mutex_t lock;
    pthread_cond_t begin, done;
    unsigned long call; /* counts the calls */
    size_t working;     /* threads still at this call */
    bool ending;
    /* the call */
    void (*task)(void *arg, size_t index);
    void *arg;
    size_t n_tasks;
    atomic_size_t next;
    /* beside the caller's */
    size_t n_threads;
    pthread_t threads[];
};

static void take_tasks(thread_pool *p) {
    for (;;) {
        size_t index = atomic_fetch_add_explicit(&p->next, 1, memory_order_relaxed);
        if (index >= p->n_tasks)
            return;
        p->task(p->arg, index);
    }
}

static void *work(void *argument) {
    thread_pool *p = argument;
    unsigned long seen = 0;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (p->call == seen && !p->ending)
            pthread_cond_wait(&p->begin, &p->lock);
        if (p->ending)
            break;
        seen = p->call;
        pthread_mutex_unlock(&p->lock);
        take_tasks(p);
        pthread_mutex_lock(&p->lock);
        if (--p->working == 0)
            pthread_cond_signal(&p->done);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void run(void *data, size_t n_tasks, void (*task)(void *arg, size_t index), void *arg) {
    thread_pool *p = data;
    pthread_mutex_lock(&p->lock);
    p->task = task;
    p->arg = arg;
    p->n_tasks = n_tasks;
    atomic_store_explicit(&p->next, 0, memory_order_relaxed);
    p->working = p->n_threads;
    p->call++;
    pthread_cond_broadcast(&p->begin);
    pthread_mutex_unlock(&p->lock);
    take_tasks(p);
    pthread_mutex_lock(&p->lock);
    while (p->working > 0)
        pthread_cond_wait(&p->done, &p->lock);
    pthread_mutex_unlock(&p->lock);
}

thread_pool *thread_pool_new(size_t threads) {
    thread_pool *p = calloc(1, sizeof *p + threads * sizeof(pthread_t));
    if (!p)
        return NULL;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->begin, NULL);
    pthread_cond_init(&p->done, NULL);
    while (p->n_threads + 1 < threads) {
        if (pthread_create(&p->threads[p->n_threads], NULL, work, p) != 0) {
            thread_pool_free(p);
            return NULL;
        }
        p->n_threads++;
    }
    return p;
}

void thread_pool_free(thread_pool *p) {
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->ending = true;
    pthread_cond_broadcast(&p->begin);
    pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < p->n_threads; i++)
        pthread_join(p->threads[i], NULL);
    pthread_cond_destroy(&p->begin);
    pthread_cond_destroy(&p->done);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

ta_pool thread_pool_lend(thread_pool *p) {
    return (ta_pool){.run = run, .data = p};
}
